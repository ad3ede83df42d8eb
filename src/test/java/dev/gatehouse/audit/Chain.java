package dev.gatehouse.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** A replica on a database of its own, with an audit chain that a test can break and mend. */
final class Chain implements AutoCloseable {
    /** In the order in which they can be filled again. */
    private static final List<String> TABLES =
            List.of("audit_logs", "audit_seals", "audit_purges", "audit_verifications");

    final TestDatabase database;
    final Gatehouse replica;
    final Api admin;

    Chain(TestDatabase shared, Map<String, String> overrides) {
        database = shared.another();
        Map<String, String> all = new java.util.HashMap<>(overrides);
        all.put("sampleData", "true");
        replica = Gatehouse.start(database, all);
        admin = replica.api().withToken(signIn().string("access_token"));
    }

    dev.gatehouse.testing.Answer signIn() {
        return replica.api()
                .post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                .hasStatus(200);
    }

    /** Makes a few events and puts a seal on them. */
    void seal() {
        for (int i = 0; i < 3; i++) {
            replica.api().post("/api/v1/auth/login", Map.of("email", "x@example.com", "password", "wrong word"));
        }
        replica.admin().post("/tasks/seal-audit", null).hasStatus(200);
    }

    /** What {@code verify-audit} says. */
    String verify() {
        return replica.admin().post("/tasks/verify-audit", null).hasStatus(200).text();
    }

    JsonNode integrity() {
        return admin.get("/api/v1/audit-logs/integrity").hasStatus(200).json();
    }

    /** What only the owner of the database can do: change what must not be changed. */
    void tamper(String sql) {
        database.jdbi().useTransaction(handle -> {
            handle.execute("SET LOCAL session_replication_role = replica");
            handle.execute(sql);
        });
    }

    /** Remembers everything as it is. */
    void keep() {
        database.jdbi().useTransaction(handle -> {
            handle.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept");
            TABLES.forEach(table -> handle.execute("CREATE TABLE kept." + table + " AS SELECT * FROM " + table));
        });
    }

    /** Makes everything as it was. */
    void restore() {
        database.jdbi().useTransaction(handle -> {
            handle.execute("SET LOCAL session_replication_role = replica");
            TABLES.forEach(table -> handle.execute("DELETE FROM " + table));
            TABLES.forEach(table -> handle.execute("INSERT INTO " + table + " SELECT * FROM kept." + table));
        });
    }

    <T> T ask(Class<T> type, String sql) {
        try (Handle handle = database.jdbi().open()) {
            return handle.createQuery(sql).mapTo(type).one();
        }
    }

    @Override
    public void close() {
        replica.close();
        database.close();
    }
}
