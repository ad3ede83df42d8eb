package dev.gatehouse.audit;

import dev.gatehouse.testing.TestDatabase;
import java.time.Instant;
import java.util.UUID;

/** Events that nobody caused, for tests of finding and keeping them. */
final class AuditRows {
    private final TestDatabase database;

    AuditRows(TestDatabase database) {
        this.database = database;
    }

    /** An event of which only the time and the number in its details matter. */
    void at(String time, int number) {
        add(number, time, "system", null, "test.happened", "success", null, null, null);
    }

    void add(
            int number,
            String time,
            String actorType,
            Long actorId,
            String action,
            String outcome,
            String targetType,
            String targetId,
            String address) {
        database.jdbi().useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_logs (id, occurred_at, actor_type, actor_id, action, outcome, target_type,
                                                target_id, ip_address, details)
                        VALUES (:id, :at, :actorType, :actorId, :action, :outcome, :targetType,
                                :targetId, :address::inet, jsonb_build_object('n', CAST(:number AS integer)))
                        """)
                .bind("id", UUID.randomUUID())
                .bind("at", Instant.parse(time))
                .bind("actorType", actorType)
                .bind("actorId", actorId)
                .bind("action", action)
                .bind("outcome", outcome)
                .bind("targetType", targetType)
                .bind("targetId", targetId)
                .bind("address", address)
                .bind("number", number)
                .execute());
    }

    /** Many of them, a few at each moment, each as large as its user agent. */
    void many(int count, int userAgentSize) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO audit_logs (id, occurred_at, actor_type, action, outcome, user_agent, details)
                SELECT gen_random_uuid(), timestamptz '2026-01-01 00:00:00Z' + (i / 7) * interval '1 second', 'system',
                       'test.happened', 'success', repeat('x', ?), jsonb_build_object('n', i)
                  FROM generate_series(1, ?) AS i
                """, userAgentSize, count));
    }
}
