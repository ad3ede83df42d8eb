package dev.gatehouse.ops;

import dev.gatehouse.kernel.Secret;
import dev.gatehouse.roles.OriginalRoles;
import dev.gatehouse.users.ImportOriginalUsers;
import dev.gatehouse.users.OriginalUser;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The database of the original, read in one moment of its life: one transaction that changes nothing and sees nothing
 * of what others change meanwhile. Accounts come through a cursor, so their number costs no memory.
 */
final class OriginalDatabase implements AutoCloseable {
    private static final String PREFIX = "jdbc:postgresql:";

    private static final String PERMISSIONS = "SELECT id, name FROM permissions ORDER BY id";

    private static final String ROLES = """
            SELECT r.id, r.name, array_remove(array_agg(rp.permission_id ORDER BY rp.permission_id), NULL)
              FROM roles r
              LEFT JOIN role_permissions rp ON rp.role_id = r.id
             GROUP BY r.id, r.name
             ORDER BY r.id
            """;

    /** The assignments are gathered once and not per account: nobody knows which indexes there are. */
    private static final String USERS = """
            SELECT u.id, u.first_name, u.middle_name, u.last_name, u.role_title, u.email, u.password, u.is_active,
                   u.is_approved, a.role_ids
              FROM users u
              LEFT JOIN (SELECT user_id, array_agg(DISTINCT role_id) AS role_ids FROM user_roles
                          WHERE role_id IS NOT NULL GROUP BY user_id) a ON a.user_id = u.id
             ORDER BY u.id
            """;

    private final Connection connection;

    /** Reads one row. */
    @FunctionalInterface
    private interface Rows {
        void accept(ResultSet row) throws SQLException;
    }

    private OriginalDatabase(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param user {@code null} if the URL names it
     * @param password {@code null} if there is none
     */
    static OriginalDatabase open(String url, String user, Secret password) {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException("--url must begin with " + PREFIX);
        }
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password.reveal());
        }
        properties.setProperty("ApplicationName", "gatehouse-import-original");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "300");
        try {
            Connection connection = DriverManager.getConnection(url, properties);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new OriginalDatabase(connection);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    OriginalRoles roles() {
        List<OriginalRoles.Permission> permissions = new ArrayList<>();
        List<OriginalRoles.Role> roles = new ArrayList<>();
        read(PERMISSIONS, 0, row -> permissions.add(new OriginalRoles.Permission(row.getLong(1), row.getString(2))));
        read(
                ROLES,
                0,
                row -> roles.add(new OriginalRoles.Role(row.getLong(1), row.getString(2), ids(row.getArray(3)))));
        return new OriginalRoles(permissions, roles);
    }

    /** Of those that can come over; 0 if there are none. */
    long largestUserId() {
        List<Long> largest = new ArrayList<>();
        read(
                "SELECT coalesce(max(id), 0) FROM users WHERE id <= " + ImportOriginalUsers.MAX_ID,
                0,
                row -> largest.add(row.getLong(1)));
        return largest.get(0);
    }

    /** All accounts in the order of their ids, so many at a time. */
    void users(int batchSize, Consumer<List<OriginalUser>> consumer) {
        List<OriginalUser> batch = new ArrayList<>();
        read(USERS, batchSize, row -> {
            batch.add(user(row));
            if (batch.size() == batchSize) {
                consumer.accept(List.copyOf(batch));
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            consumer.accept(List.copyOf(batch));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void read(String sql, int fetchSize, Rows rows) {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(fetchSize);
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.accept(result);
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static OriginalUser user(ResultSet row) throws SQLException {
        return new OriginalUser(
                row.getLong("id"),
                row.getString("first_name"),
                row.getString("middle_name"),
                row.getString("last_name"),
                row.getString("role_title"),
                row.getString("email"),
                row.getString("password"),
                flag(row, "is_active"),
                flag(row, "is_approved"),
                ids(row.getArray("role_ids")));
    }

    /** Some keep it as 0 and 1: what came out of SQLite has no booleans. */
    private static Boolean flag(ResultSet row, String column) throws SQLException {
        boolean flag = row.getBoolean(column);
        return row.wasNull() ? null : (Boolean) flag;
    }

    private static List<Long> ids(Array array) throws SQLException {
        List<Long> ids = new ArrayList<>();
        if (array != null) {
            for (Object id : (Object[]) array.getArray()) {
                ids.add(((Number) id).longValue());
            }
        }
        return ids;
    }

    /** The first line: the driver adds others, such as the position inside a statement that nobody here wrote. */
    private static IllegalStateException unreadable(SQLException error) {
        String reason = String.valueOf(error.getMessage()).lines().findFirst().orElse("no reason given");
        return new IllegalStateException("The database of the original cannot be read: " + reason, error);
    }
}
