package dev.gatehouse.testing;

import dev.gatehouse.db.DatabaseConfig.Opener;
import dev.gatehouse.db.DatabaseEndpoint;
import dev.gatehouse.db.EmbeddedDatabaseConfig;
import dev.gatehouse.db.PoolConfig;
import dev.gatehouse.db.Schema;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Secret;
import io.dropwizard.testing.ConfigOverride;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The PostgreSQL that tests run on: one that is started for them under {@code target}, or the server that {@code
 * TEST_DATABASE_URL}, {@code TEST_DATABASE_USER} and {@code TEST_DATABASE_PASSWORD} name. There they make databases of their own.
 */
public final class TestDatabase implements AutoCloseable {
    /** The number of this process among those that run tests side by side. */
    static final String FORK = System.getProperty("test.fork", "1");

    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** The database of each server that others are copied from. */
    private static final Map<InetSocketAddress, String> TEMPLATES = new ConcurrentHashMap<>();

    /** Nothing here outlives the computer. Counting statements proves that a list makes as many for a hundred rows as for one. */
    private static final Map<String, String> SETTINGS = Map.of(
            "max_connections", "100",
            "shared_preload_libraries", "pg_stat_statements",
            "fsync", "off",
            "deadlock_timeout", "200ms");

    private final DatabaseEndpoint endpoint;
    private final KeptConnections connections;
    private final Jdbi jdbi;
    private final Secret masterKey;

    private TestDatabase(DatabaseEndpoint endpoint, Secret masterKey) {
        this.endpoint = endpoint;
        this.masterKey = masterKey;
        this.connections = new KeptConnections(endpoint);
        this.jdbi = Jdbi.create(connections).installPlugin(new PostgresPlugin());
    }

    /** The first database of a test run; its server ends with it, unless somebody else in this process began it. */
    public static TestDatabase open() {
        String url = System.getenv("TEST_DATABASE_URL");
        DatabaseEndpoint endpoint = url == null
                ? new EmbeddedDatabaseConfig(Path.of("target", "test-postgres-" + FORK), 0, SETTINGS, null)
                        .open(Opener.COMMAND)
                : new ServerDatabaseConfig(
                                url,
                                System.getenv("TEST_DATABASE_USER"),
                                Secret.of(System.getenv("TEST_DATABASE_PASSWORD")),
                                null)
                        .open(Opener.COMMAND);
        TestDatabase server = new TestDatabase(endpoint, MasterKey.generate());
        return server.made(scratch(), server.template(), server::close);
    }

    /** An empty database of its own on the same server, for tests about what is not there yet. */
    public TestDatabase empty() {
        return made(scratch(), "template1", () -> {});
    }

    /** One with the schema and nobody in it, for tests that would be in each other's way. */
    public TestDatabase another() {
        return made(scratch(), template(), () -> {});
    }

    /** What others are copied from; a copy takes a twentieth of the time that the change sets take. */
    private String template() {
        return TEMPLATES.computeIfAbsent(address(), server -> {
            String name = "migrated_" + FORK;
            TestDatabase made = made(name, "template1", () -> {});
            if (made.offersPgvector()) {
                made.jdbi.useHandle(handle -> handle.execute("CREATE EXTENSION vector"));
            }
            made.migrate();
            // Nothing can be copied that somebody is connected to.
            made.connections.close();
            return name;
        });
    }

    /** Whether the server has pgvector; the one that is started for the tests has not. Where it is, all databases use it. */
    public boolean offersPgvector() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'vector')")
                .mapTo(Boolean.class)
                .one());
    }

    private static String scratch() {
        return "scratch_" + FORK + "_" + NUMBER.incrementAndGet();
    }

    private TestDatabase made(String name, String template, Runnable andThen) {
        jdbi.useHandle(handle -> {
            handle.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            handle.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        });
        return at(endpoint.url().replaceFirst("/[^/?]+(?=$|\\?)", "/" + name), () -> {
            jdbi.useHandle(handle -> handle.execute("DROP DATABASE " + name + " WITH (FORCE)"));
            andThen.run();
        });
    }

    private void migrate() {
        new Schema(jdbi, endpoint, new PoolConfig(null, null, null, null, null, null, null, null, null)).migrate();
    }

    /** The same database at the other end of a cable that can be pulled. */
    public TestDatabase behind(Cable cable) {
        return at(endpoint.url().replaceFirst("//[^/]+/", "//127.0.0.1:" + cable.port() + "/"), () -> {});
    }

    /** Where the server listens. */
    public InetSocketAddress address() {
        URI uri = URI.create(endpoint.url().substring("jdbc:".length()));
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort());
    }

    private TestDatabase at(String url, Runnable release) {
        return new TestDatabase(new DatabaseEndpoint(url, endpoint.user(), endpoint.password(), release), masterKey);
    }

    /** What applications on this database seal with. */
    public MasterKey masterKey() {
        return MasterKey.parse(masterKey);
    }

    /** The same, as it stands in a configuration. */
    public String masterKeyText() {
        return masterKey.reveal();
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
        connections.close();
        endpoint.release().run();
    }
}
