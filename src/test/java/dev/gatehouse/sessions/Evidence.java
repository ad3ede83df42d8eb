package dev.gatehouse.sessions;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.TestDatabase;
import org.jdbi.v3.core.Jdbi;

/** What the database and the metrics of a replica tell of things that no answer shows. */
public final class Evidence {
    private final Jdbi jdbi;

    public Evidence(TestDatabase database) {
        this.jdbi = database.jdbi();
    }

    public long count(String sql, Object... arguments) {
        return jdbi.withHandle(
                handle -> handle.select(sql, arguments).mapTo(Long.class).one());
    }

    public String text(String sql, Object... arguments) {
        return jdbi.withHandle(
                handle -> handle.select(sql, arguments).mapTo(String.class).one());
    }

    /** Waits at most ten seconds for a condition. */
    public void waitUntil(String condition) {
        boolean met = Eventually.within(
                10_000,
                () -> Boolean.TRUE.equals(jdbi.withHandle(
                        handle -> handle.select(condition).mapTo(Boolean.class).one())));
        if (!met) {
            throw new AssertionError(condition);
        }
    }

    public int change(String sql, Object... arguments) {
        return jdbi.withHandle(handle -> handle.execute(sql, arguments));
    }

    public long auditRows(String action, Object targetId) {
        return count("SELECT count(*) FROM audit_logs WHERE action = ? AND target_id = ?", action, targetId.toString());
    }

    /** Refresh tokens of a session that somebody could use at this moment. */
    public long liveRefreshTokens(String sessionId) {
        return count("""
                SELECT count(*)
                  FROM refresh_tokens t
                  JOIN sessions s ON s.id = t.session_id
                 WHERE s.id = ?::uuid AND s.ended_at IS NULL AND t.used_at IS NULL AND t.expires_at > now()
                """, sessionId);
    }

    /** How often a replica has worked with Argon2 since its start. */
    public static long argon2Executions(Gatehouse gatehouse) {
        return gatehouse
                .admin()
                .get("/metrics")
                .json()
                .path("timers")
                .path("password_hash")
                .path("count")
                .asLong(-1);
    }
}
