package dev.gatehouse.testing;

import dev.gatehouse.db.DatabaseConfig.Opener;
import dev.gatehouse.db.DatabaseEndpoint;
import dev.gatehouse.db.EmbeddedDatabaseConfig;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Secret;
import io.dropwizard.testing.ConfigOverride;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The PostgreSQL that tests run on: one that is started for them under {@code target}, or the server that {@code
 * TEST_DATABASE_URL}, {@code TEST_DATABASE_USER} and {@code TEST_DATABASE_PASSWORD} name. Everything in it is lost.
 */
public final class TestDatabase implements AutoCloseable {
    /** Counting statements proves that a list makes as many for a hundred rows as for one. */
    private static final Map<String, String> SETTINGS =
            Map.of("max_connections", "100", "shared_preload_libraries", "pg_stat_statements");

    private final DatabaseEndpoint endpoint;
    private final Jdbi jdbi;
    private final Secret masterKey = MasterKey.generate();

    private TestDatabase(DatabaseEndpoint endpoint) {
        this.endpoint = endpoint;
        this.jdbi = Jdbi.create(
                        endpoint.url(), endpoint.user(), endpoint.password().reveal())
                .installPlugin(new PostgresPlugin());
    }

    public static TestDatabase open() {
        String url = System.getenv("TEST_DATABASE_URL");
        DatabaseEndpoint endpoint = url == null
                ? new EmbeddedDatabaseConfig(Path.of("target", "test-postgres"), 0, SETTINGS, null).open(Opener.COMMAND)
                : new ServerDatabaseConfig(
                                url,
                                System.getenv("TEST_DATABASE_USER"),
                                Secret.of(System.getenv("TEST_DATABASE_PASSWORD")),
                                null)
                        .open(Opener.COMMAND);
        TestDatabase database = new TestDatabase(endpoint);
        database.jdbi.useHandle(handle -> handle.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
        return database;
    }

    /** What points an application at this database. */
    List<ConfigOverride> overrides() {
        return List.of(
                // One for all replicas: what one seals the others must open.
                ConfigOverride.config("masterKey", masterKey.reveal()),
                ConfigOverride.config("database.type", "postgresql"),
                ConfigOverride.config("database.url", endpoint.url()),
                ConfigOverride.config("database.user", endpoint.user()),
                ConfigOverride.config("database.password", endpoint.password().reveal()));
    }

    public DatabaseEndpoint endpoint() {
        return endpoint;
    }

    /** For looking behind the scenes and for making what no API makes. */
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        endpoint.release().run();
    }
}
