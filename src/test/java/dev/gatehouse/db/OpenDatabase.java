package dev.gatehouse.db;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.Duration;

/** The database package at work without the rest of the application. */
final class OpenDatabase implements AutoCloseable {
    private final DatabaseModule module;

    private OpenDatabase(DatabaseModule module) {
        this.module = module;
    }

    static OpenDatabase on(TestDatabase database) {
        DatabaseEndpoint endpoint = database.endpoint();
        PoolConfig pool = new PoolConfig(
                1,
                4,
                Duration.milliseconds(300),
                null,
                Duration.seconds(0),
                Duration.seconds(1),
                Duration.seconds(2),
                null,
                "test");
        DatabaseModule module = new DatabaseModule(
                new ServerDatabaseConfig(endpoint.url(), endpoint.user(), endpoint.password(), pool),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
        module.notifications().start();
        start(module.lateConnections());
        return new OpenDatabase(module);
    }

    private static void start(Managed managed) {
        try {
            managed.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    DatabaseModule module() {
        return module;
    }

    Database database() {
        return module.database();
    }

    Notifications notifications() {
        return module.notifications();
    }

    void awaitNotifications() {
        JarProcess.await("trust in notifications", notifications()::areCurrent);
    }

    @Override
    public void close() {
        try {
            module.lateConnections().stop();
            module.notifications().stop();
            module.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
