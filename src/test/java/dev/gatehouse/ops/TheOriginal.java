package dev.gatehouse.ops;

import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A database as the original keeps it: {@code original.user(7, "Ann@example.com", hash).withRole("editor")}. */
final class TheOriginal implements AutoCloseable {
    private static final String TABLES = """
            CREATE TABLE permissions (id serial PRIMARY KEY, name varchar(100) UNIQUE NOT NULL);
            CREATE TABLE roles (id serial PRIMARY KEY, name varchar(100) UNIQUE NOT NULL);
            CREATE TABLE users (
              id          serial PRIMARY KEY,
              first_name  varchar,
              middle_name varchar,
              last_name   varchar,
              role_title  varchar,
              email       varchar UNIQUE,
              password    varchar,
              is_active   boolean DEFAULT true,
              is_approved boolean DEFAULT false
            );
            CREATE TABLE user_roles (user_id integer REFERENCES users, role_id integer REFERENCES roles);
            CREATE TABLE role_permissions (role_id integer REFERENCES roles, permission_id integer REFERENCES permissions);
            CREATE TABLE refresh_tokens (
              id serial PRIMARY KEY, token_hash varchar UNIQUE, user_id integer REFERENCES users,
              revoked boolean, created_at timestamp, expires_at timestamp);
            """;

    /** As its seeds make them. */
    private static final List<String> PERMISSIONS = List.of(
            "view_user",
            "create_user",
            "edit_user",
            "delete_user",
            "manage_roles",
            "manage_permissions",
            "use_ai",
            "manage_ai",
            "user:read",
            "user:write");

    private final TestDatabase database;

    TheOriginal(TestDatabase server) {
        this.database = server.empty();
        database.jdbi().useTransaction(handle -> {
            handle.createScript(TABLES).execute();
            PERMISSIONS.forEach(name -> handle.execute("INSERT INTO permissions (name) VALUES (?)", name));
        });
        role(1, "admin", PERMISSIONS);
        role(2, "manager", List.of("view_user", "create_user", "edit_user", "use_ai"));
        role(3, "user", List.of("view_user", "use_ai"));
        role(4, "guest", List.of("view_user"));
    }

    void permission(long id, String name) {
        execute("INSERT INTO permissions (id, name) VALUES (?, ?)", id, name);
    }

    void role(long id, String name, List<String> permissions) {
        database.jdbi().useTransaction(handle -> {
            handle.execute("INSERT INTO roles (id, name) VALUES (?, ?)", id, name);
            permissions.forEach(permission -> handle.execute(
                    "INSERT INTO role_permissions SELECT ?, id FROM permissions WHERE name = ?", id, permission));
        });
    }

    /** An active, approved account; {@link #change} makes another kind of it. */
    void user(long id, String email, String hash, String... roles) {
        database.jdbi().useTransaction(handle -> {
            handle.execute("""
                    INSERT INTO users (id, first_name, middle_name, last_name, role_title, email, password, is_approved)
                    VALUES (?, 'Ann', NULL, 'Other', 'Editor', ?, ?, true)
                    """, id, email, hash);
            for (String role : roles) {
                handle.execute("INSERT INTO user_roles SELECT ?, id FROM roles WHERE name = ?", id, role);
            }
        });
    }

    void change(long userId, String column, Object value) {
        execute("UPDATE users SET " + column + " = ? WHERE id = ?", value, userId);
    }

    void execute(String sql, Object... values) {
        database.jdbi().useHandle((Handle handle) -> handle.execute(sql, values));
    }

    String url() {
        return database.endpoint().url();
    }

    String user() {
        return database.endpoint().user();
    }

    String password() {
        return database.endpoint().password().reveal();
    }

    @Override
    public void close() {
        database.close();
    }
}
