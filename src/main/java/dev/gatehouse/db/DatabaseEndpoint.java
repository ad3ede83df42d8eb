package dev.gatehouse.db;

import dev.gatehouse.kernel.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * A database that can be connected to.
 *
 * @param release lets go of it, which stops an embedded server that was started for this
 */
public record DatabaseEndpoint(String url, String user, Secret password, Runnable release) {
    /** A connection outside the pool, for work that would hold one for long. */
    public Connection connect(Map<String, String> driverProperties) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(driverProperties);
        properties.setProperty("user", user);
        properties.setProperty("password", password.reveal());
        return DriverManager.getConnection(url, properties);
    }
}
