package dev.gatehouse.db.embedded;

import dev.gatehouse.kernel.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Our way into the server: as its superuser, with the password of this folder. */
record PostgresLogin(int port, Secret password) {
    static final String USER = "gatehouse";
    static final String DATABASE = "gatehouse";
    private static final String NO_SUCH_DATABASE = "3D000";

    String url() {
        return url(DATABASE);
    }

    /** Whether this is the server of that cluster, started with these very settings. */
    boolean reaches(Path cluster, String fingerprint) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('data_directory'), current_setting('gatehouse.fingerprint', true)")) {
            return row.next() && cluster.toString().equals(row.getString(1)) && fingerprint.equals(row.getString(2));
        } catch (SQLException e) {
            return false;
        }
    }

    /** Also closes the gap of a first start that was killed between initdb and here. */
    void makeDatabaseIfMissing() {
        try {
            connect(DATABASE).close();
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw refused(e);
            }
            makeDatabase();
        }
    }

    private void makeDatabase() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private static EmbeddedPostgresException refused(SQLException e) {
        return new EmbeddedPostgresException(
                "The embedded PostgreSQL runs but refuses Gatehouse: %s.".formatted(e.getMessage()), e);
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password.reveal());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(url(database), properties);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }
}
