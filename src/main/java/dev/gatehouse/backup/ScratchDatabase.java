package dev.gatehouse.backup;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseEndpoint;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.PoolConfig;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** A database beside the real one, for as long as something is tried out in it. */
final class ScratchDatabase implements AutoCloseable {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final DatabaseModule beside;
    private final String name;
    private final DatabaseModule module;

    private ScratchDatabase(DatabaseModule beside, String name, DatabaseModule module) {
        this.beside = beside;
        this.name = name;
        this.module = module;
    }

    static ScratchDatabase beside(DatabaseModule database, PoolConfig pool) {
        String name = "gatehouse_verify_"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try (Connection connection = database.connectForLong("-verify")) {
            Sql.execute(connection, "CREATE DATABASE " + name + " TEMPLATE template0");
        } catch (SQLException e) {
            throw INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
                    ? new BackupException(
                            "The scratch database cannot be made: the account needs CREATEDB, or take a configuration with another server.",
                            e)
                    : new BackupException("The scratch database cannot be made: " + e.getMessage(), e);
        }
        DatabaseEndpoint there = database.endpoint();
        DatabaseModule module = new DatabaseModule(
                new ServerDatabaseConfig(named(there.url(), name), there.user(), there.password(), pool),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
        return new ScratchDatabase(database, name, module);
    }

    DatabaseModule module() {
        return module;
    }

    @Override
    public void close() {
        try (Connection connection = beside.connectForLong("-verify")) {
            module.close();
            Sql.execute(connection, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (Exception e) {
            throw new BackupException("The scratch database " + name + " could not be dropped: " + e.getMessage(), e);
        }
    }

    /** The same server and settings, another database. */
    private static String named(String url, String name) {
        return url.replaceFirst("/[^/?]+(?=$|\\?)", "/" + name);
    }
}
