package dev.gatehouse.db;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;

/** Opens the connections of the pool, unless it is known that nobody would answer. */
final class PoolConnections implements DataSource {
    private static final org.slf4j.Logger LOGGER = LoggerFactory.getLogger(PoolConnections.class);

    private final DatabaseEndpoint endpoint;
    private final Map<String, String> driverProperties;
    private final Reachability reachability;
    private final Set<Connection> opened = ConcurrentHashMap.newKeySet();

    PoolConnections(DatabaseEndpoint endpoint, Map<String, String> driverProperties, Reachability reachability) {
        this.endpoint = endpoint;
        this.driverProperties = Map.copyOf(driverProperties);
        this.reachability = reachability;
    }

    @Override
    public Connection getConnection() throws SQLException {
        reachability.require();
        Connection connection = endpoint.connect(driverProperties);
        opened.removeIf(PoolConnections::isClosed);
        opened.add(connection);
        return connection;
    }

    /** Whoever waits for an answer on one of them gets an error instead. */
    void abort() {
        for (Connection connection : opened) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOGGER.debug("A connection could not be aborted", e);
            }
        }
        opened.clear();
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw unsupported();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw unsupported();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    private static SQLFeatureNotSupportedException unsupported() {
        return new SQLFeatureNotSupportedException("The pool opens connections and asks for nothing else");
    }
}
