package dev.gatehouse.testing;

import dev.gatehouse.db.DatabaseEndpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jdbi.v3.core.ConnectionFactory;

/** Connections of fixtures, kept for the next one: opening takes longer than most of what they are opened for. */
final class KeptConnections implements ConnectionFactory, AutoCloseable {
    private static final int AT_MOST = 4;
    private static final int PATIENCE_SECONDS = 2;

    private final DatabaseEndpoint endpoint;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    KeptConnections(DatabaseEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Connection openConnection() throws SQLException {
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.isValid(PATIENCE_SECONDS)) {
                return kept;
            }
            kept.close();
        }
        return DriverManager.getConnection(
                endpoint.url(), endpoint.user(), endpoint.password().reveal());
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        if (idle.size() < AT_MOST && isAsGoodAsNew(connection)) {
            idle.push(connection);
        } else {
            connection.close();
        }
    }

    /** Settings, locks and temporary tables end with the handle, as they do when its connection is closed. */
    private static boolean isAsGoodAsNew(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            try {
                kept.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
