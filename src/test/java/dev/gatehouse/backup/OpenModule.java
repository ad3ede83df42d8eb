package dev.gatehouse.backup;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseEndpoint;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.testing.TestDatabase;

/** The database package at work without the rest. */
record OpenModule(DatabaseModule module) implements AutoCloseable {
    static OpenModule on(TestDatabase database) {
        DatabaseEndpoint endpoint = database.endpoint();
        return new OpenModule(new DatabaseModule(
                new ServerDatabaseConfig(endpoint.url(), endpoint.user(), endpoint.password(), null),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run));
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
