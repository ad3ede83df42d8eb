package dev.gatehouse.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The people of the bench, written straight into the database: users of three roles each, and one administrator. */
final class Population {
    static final String ADMINISTRATOR = "bench-administrator@people.example.com";
    /** Occurs in every address, in every twentieth name, and in none. */
    static final String TERM_OF_ALL = "example";

    static final String COMMON_TERM = "maria";
    static final String ABSENT_TERM = "zzyzx";
    static final String TWO_LETTERS = "ma";
    static final String PASSWORD = "three horses under one roof";

    private static final String FIRST_NAMES = "Maria,Martin,Anna,Jonas,Sofia,Peter,Lena,Omar,Ines,Paul,"
            + "Julia,Viktor,Clara,Hugo,Nadia,Felix,Irina,Tomas,Greta,Leo";
    private static final String LAST_NAMES = "Almeida,Bauer,Costa,Dvorak,Eriksen,Fischer,Garcia,Horvat,Ivanov,"
            + "Jansen,Kowalski,Larsen,Moreau,Novak,Okafor,Petrov,Quintana,Rossi,Schmidt,Tanaka,Ueda,Varga,"
            + "Weber,Xanthos,Yilmaz,Zeman,Marchetti,Nakamura,Lindqvist";

    private final PostgresFolder postgres;
    private final int size;

    Population(PostgresFolder postgres, int size) {
        this.postgres = postgres;
        this.size = size;
    }

    int size() {
        return size;
    }

    static String email(int number) {
        return "user%07d@people.example.com".formatted(number);
    }

    /**
     * Writes them, unless a folder kept from a run before holds them already.
     *
     * @throws IllegalArgumentException if it holds more or fewer
     */
    void settleIfMissing() throws SQLException {
        int present = ids(size + 1).size();
        if (present == 0) {
            settle();
        } else if (present != size) {
            throw new IllegalArgumentException(
                    "The folder that was kept holds another number of people: leave --reuse out");
        }
    }

    /** Ids of the first few users. */
    List<Long> ids(int limit) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id FROM users WHERE email LIKE 'user%@people.example.com' ORDER BY id LIMIT "
                                + limit)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private void settle() throws SQLException {
        String hash = RawCost.hash(PASSWORD);
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // What is written here is right by construction; checking three million foreign keys would take longer.
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute(PERMISSIONS_AND_ROLES);
            execute(connection, USERS.formatted(FIRST_NAMES, LAST_NAMES), hash, size);
            statement.execute(USER_ROLES);
            execute(connection, THE_ADMINISTRATOR.formatted(ADMINISTRATOR), hash);
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    private static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** 24 roles of six to eight permissions out of 48, as the applications behind an identity service have them. */
    private static final String PERMISSIONS_AND_ROLES = """
            INSERT INTO permissions (name, description, is_system, created_at)
            SELECT noun || ':' || verb, 'May ' || verb || ' ' || noun, false, now()
              FROM unnest(string_to_array('invoices,orders,customers,products,reports,shipments,suppliers,contracts,'
                   || 'tickets,campaigns,payments,projects', ',')) AS noun,
                   unnest(ARRAY['view', 'create', 'change', 'remove']) AS verb;

            INSERT INTO roles (name, description, created_at, updated_at)
            SELECT 'bench-role-' || n, 'One of the roles of the bench', now(), now()
              FROM generate_series(0, 23) AS n;

            INSERT INTO role_permissions (role_id, permission_id)
            SELECT r.id, p.ids[1 + (r.number * 5 + k) % 48]
              FROM (SELECT id, replace(name, 'bench-role-', '')::integer AS number
                      FROM roles WHERE name LIKE 'bench-role-%') AS r,
                   (SELECT array_agg(id ORDER BY id) AS ids FROM permissions WHERE NOT is_system) AS p,
                   generate_series(0, 7) AS k
             WHERE k < 6 + r.number % 3;
            """;

    private static final String USERS = """
            INSERT INTO users (email, first_name, last_name, role_title, password_hash,
                               is_active, is_approved, email_verified, created_at, updated_at)
            SELECT 'user' || lpad(n::text, 7, '0') || '@people.example.com',
                   first.names[1 + n %% cardinality(first.names)],
                   last.names[1 + n / 20 %% cardinality(last.names)],
                   CASE WHEN n %% 3 = 0 THEN 'Engineer' END,
                   ?, true, true, true, now() - n * interval '1 minute', now()
              FROM string_to_array('%s', ',') AS first (names),
                   string_to_array('%s', ',') AS last (names),
                   generate_series(0, ? - 1) AS n
            """;

    private static final String USER_ROLES = """
            INSERT INTO user_roles (user_id, role_id)
            SELECT u.id, r.ids[1 + (u.id + step) % 24]
              FROM users AS u,
                   (SELECT array_agg(id ORDER BY id) AS ids FROM roles WHERE name LIKE 'bench-role-%') AS r,
                   (VALUES (0), (7), (13)) AS s (step)
             WHERE u.email LIKE 'user%@people.example.com';
            """;

    /** Holds every permission there is: nobody may change an account that holds more than he does. */
    private static final String THE_ADMINISTRATOR = """
            WITH person AS (
                INSERT INTO users (email, first_name, last_name, password_hash,
                                   is_active, is_approved, email_verified, created_at, updated_at)
                VALUES ('%s', 'Bench', 'Administrator', ?, true, true, true, now(), now())
                RETURNING id),
            everything AS (
                INSERT INTO roles (name, description, created_at, updated_at)
                VALUES ('bench-everything', 'All permissions', now(), now())
                RETURNING id),
            contents AS (
                INSERT INTO role_permissions (role_id, permission_id)
                SELECT everything.id, permissions.id FROM everything, permissions)
            INSERT INTO user_roles (user_id, role_id)
            SELECT person.id, everything.id FROM person, everything
            """;
}
