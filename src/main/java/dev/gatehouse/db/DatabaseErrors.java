package dev.gatehouse.db;

import dev.gatehouse.kernel.Refusal;
import java.sql.SQLException;
import java.util.Set;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a database that cannot serve right now from a fault of ours, by SQLSTATE and never by message. */
final class DatabaseErrors {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseErrors.class);

    /** serialization_failure, deadlock_detected. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

    /**
     * query_canceled (statement time-out), lock_not_available, read_only_sql_transaction (a standby after a fail-over),
     * and the classes 08 connection, 53 insufficient resources, 57P shutdown and crash, 58 system error.
     */
    private static final Set<String> UNAVAILABLE = Set.of("57014", "55P03", "25006");

    private DatabaseErrors() {}

    static boolean isWorthAnotherAttempt(Throwable error) {
        SQLException sql = sqlCause(error);
        return sql != null && sql.getSQLState() != null && TRY_AGAIN.contains(sql.getSQLState());
    }

    /** Whether the connection itself failed, and not what was said over it: classes 08 and 57P. */
    static boolean isBrokenConnection(Throwable error) {
        SQLException sql = sqlCause(error);
        return sql != null
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"));
    }

    static Refusal unavailable() {
        return Refusal.unavailable("database_unavailable", "The database cannot be reached; please try again.");
    }

    /** The refusal to answer with if the database is to blame, otherwise the error itself. */
    static RuntimeException honest(RuntimeException error) {
        if (error instanceof Refusal || !isUnavailable(error)) {
            return error;
        }
        LOGGER.warn("The database cannot serve: {}", String.valueOf(rootMessage(error)));
        LOGGER.debug("The database cannot serve", error);
        return unavailable();
    }

    private static boolean isUnavailable(Throwable error) {
        SQLException sql = sqlCause(error);
        // Whatever keeps us from connecting: a changed password or a database closed for an upgrade has other states.
        if (sql instanceof PoolExhaustedException || error instanceof ConnectionException) {
            return true;
        }
        String state = sql == null ? null : sql.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("58")
                        || UNAVAILABLE.contains(state)
                        || TRY_AGAIN.contains(state));
    }

    private static SQLException sqlCause(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static String rootMessage(Throwable error) {
        SQLException sql = sqlCause(error);
        return sql == null ? error.getMessage() : sql.getMessage();
    }
}
