package dev.gatehouse.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/** Runs change sets of the jar on one connection, by Liquibase. */
final class Migration {
    /** What Liquibase must not do while somebody else's transaction is open. */
    private static final Set<String> ENDS_A_TRANSACTION = Set.of("commit", "rollback", "setAutoCommit");

    /** Something that Liquibase does. */
    @FunctionalInterface
    private interface Work {
        void run(Liquibase liquibase) throws LiquibaseException;
    }

    private Migration() {}

    /** All that are missing; replicas that start together wait for each other on Liquibase's lock. */
    static void run(Connection connection) {
        with(connection, liquibase -> liquibase.update(""));
    }

    /** Only these, inside the transaction that is open on the connection: they vanish with it if it fails. */
    static void runWithin(Connection connection, Collection<String> ids) {
        try {
            PGConnection driver = connection.unwrap(PGConnection.class);
            AutoSave usual = driver.getAutosave();
            // Liquibase finds out by failing whether its tables are there; only its question shall fail.
            driver.setAutosave(AutoSave.ALWAYS);
            with(keptOpen(connection), liquibase -> {
                DatabaseChangeLog log = liquibase.getDatabaseChangeLog();
                log.getChangeSets().removeIf(changeSet -> !ids.contains(changeSet.getId()));
                new Liquibase(log, new ClassLoaderResourceAccessor(), liquibase.getDatabase()).update("");
            });
            driver.setAutosave(usual);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be migrated: " + e.getMessage(), e);
        }
    }

    private static void with(Connection connection, Work work) {
        try {
            liquibase.database.Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> {
                Liquibase liquibase = new Liquibase(ChangeSets.FILE, new ClassLoaderResourceAccessor(), database);
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                work.run(liquibase);
            });
        } catch (LiquibaseException e) {
            throw new IllegalStateException("The migration of the database failed: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("The database could not be migrated", e);
        }
    }

    private static Connection keptOpen(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Migration.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (ENDS_A_TRANSACTION.contains(method.getName())) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
