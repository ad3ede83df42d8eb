package dev.gatehouse.bench.search;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.EmbeddedDatabaseConfig;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.files.DiskFilesConfig;
import dev.gatehouse.files.FilesModule;
import dev.gatehouse.http.Json;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.mail.FolderMailConfig;
import dev.gatehouse.mail.MailModule;
import dev.gatehouse.search.DocumentSearch;
import dev.gatehouse.search.FileIndexing;
import dev.gatehouse.search.SearchConfig;
import dev.gatehouse.search.SearchModule;
import io.dropwizard.lifecycle.Managed;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The search of one replica inside the bench, so that the CPU of a single question can be told. */
final class Engine implements AutoCloseable {
    private final MetricRegistry metrics = new MetricRegistry();
    private final DatabaseModule database;
    private final SearchModule search;

    private Engine(DatabaseModule database, Path folder) {
        this.database = database;
        Clock clock = Clock.systemUTC();
        FileIndexing indexing = new FileIndexing(clock);
        AuditTrail audit = new AuditTrail(clock, Json.mapper(), metrics);
        Storage storage = new Storage(database.database(), database.notifications(), audit);
        MailModule mail = new MailModule(
                new FolderMailConfig(null, null, null),
                storage,
                new MailModule.Service(MasterKey.parse(MasterKey.generate()), clock, Json.mapper(), metrics));
        FilesModule files = new FilesModule(
                DiskFilesConfig.usual(),
                new FilesModule.Needs(storage, mail.outbox(), List.of(indexing)),
                clock,
                metrics);
        this.search = new SearchModule(
                new SearchConfig(folder.resolve("index"), null, null, null, null, null, null, null, null, null, null, null),
                new SearchModule.Service(database.database(), database.notifications(), clock, metrics),
                new SearchModule.Files(indexing, files.contents(), files.readable()));
    }

    /** An embedded one, or an empty one of the server that {@code TEST_DATABASE_URL} names, to see what pgvector does. */
    static DatabaseModule database(Path folder) {
        String url = System.getenv("TEST_DATABASE_URL");
        return new DatabaseModule(
                url == null
                        ? new EmbeddedDatabaseConfig(folder.resolve("postgres"), 0, Map.of(), null)
                        : new ServerDatabaseConfig(
                                url,
                                System.getenv("TEST_DATABASE_USER"),
                                Secret.of(System.getenv("TEST_DATABASE_PASSWORD")),
                                null),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
    }

    /** @return once the index is at what the database holds */
    static Engine start(DatabaseModule database, Path folder) throws Exception {
        Engine engine = open(database, folder);
        engine.awaitCurrent();
        return engine;
    }

    /** @return once questions are answered, whatever has changed since the index was written down last */
    static Engine open(DatabaseModule database, Path folder) throws Exception {
        database.notifications().start();
        Engine engine = new Engine(database, folder);
        for (Managed managed : engine.search.managed()) {
            managed.start();
        }
        engine.search.prepare();
        while (!engine.search.healthChecks().get("index").execute().isHealthy()) {
            Thread.sleep(2);
        }
        return engine;
    }

    void awaitCurrent() throws InterruptedException {
        Gauge<?> lag = metrics.getGauges().get("search_index_lag_seconds");
        while (((Number) lag.getValue()).doubleValue() > 0) {
            Thread.sleep(2);
        }
    }

    DocumentSearch search() {
        return search.search();
    }

    Database database() {
        return database.database();
    }

    static Caller caller(long user) {
        return new Caller(user, null, null, Set.of("files:read"), false, Origin.ofTheService());
    }

    @Override
    public void close() throws Exception {
        for (Managed managed : search.managed()) {
            managed.stop();
        }
        database.notifications().stop();
    }
}
