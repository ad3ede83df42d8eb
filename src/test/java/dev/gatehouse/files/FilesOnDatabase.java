package dev.gatehouse.files;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.Origin;
import dev.gatehouse.testing.TestDatabase;
import java.time.Clock;
import java.util.Set;

/** What the use cases of files stand on, without the rest of the application. */
final class FilesOnDatabase implements AutoCloseable {
    private final DatabaseModule module;
    private final Storage storage;

    private FilesOnDatabase(DatabaseModule module) {
        this.module = module;
        this.storage = new Storage(
                module.database(),
                module.notifications(),
                new AuditTrail(Clock.systemUTC(), Json.mapper(), new MetricRegistry()));
    }

    static FilesOnDatabase on(TestDatabase database) {
        DatabaseModule module = new DatabaseModule(
                new ServerDatabaseConfig(
                        database.endpoint().url(),
                        database.endpoint().user(),
                        database.endpoint().password(),
                        null),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
        return new FilesOnDatabase(module);
    }

    Storage storage() {
        return storage;
    }

    static Caller caller(long userId) {
        Set<String> permissions = Set.of(FilesModule.READ, FilesModule.WRITE);
        return new Caller(userId, null, null, permissions, false, Origin.ofTheService());
    }

    @Override
    public void close() {
        try {
            module.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
