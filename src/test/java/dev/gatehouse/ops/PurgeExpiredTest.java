package dev.gatehouse.ops;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** What has expired does not pile up, and nothing else goes with it. */
@ExtendWith(GatehouseExtension.class)
@Tag("defect-51")
class PurgeExpiredTest {
    @Test
    void whatHasExpiredGoesAndTheRestStays(Gatehouse gatehouse, Api nobody, Given given, TestDatabase database) {
        Person gone = given.user().signedIn();
        Person here = given.user().signedIn();
        refresh(nobody, gone.refreshToken()).hasStatus(200);
        database.jdbi().useHandle(handle -> {
            handle.execute(
                    "UPDATE refresh_tokens SET expires_at = now() - interval '1 minute' WHERE session_id = ?::uuid",
                    gone.sessionId());
            handle.execute(
                    "UPDATE sessions SET expires_at = now() - interval '1 minute' WHERE id = ?::uuid",
                    gone.sessionId());
            handle.execute("""
                    INSERT INTO one_time_links (token_hash, purpose, user_id, created_at, expires_at)
                    SELECT sha256(age::text::bytea), 'password_reset', ?, now(), now() + age
                      FROM unnest(ARRAY[interval '-1 minute', interval '1 minute']) AS age
                    """, here.id());
            handle.execute("""
                    INSERT INTO idempotency_keys (scope, key, fingerprint, created_at)
                    SELECT 'test', age::text, '', now() - age
                      FROM unnest(ARRAY[interval '25 hours', interval '23 hours']) AS age
                    """);
            // More than one batch.
            handle.execute("""
                    INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at, used_at)
                    SELECT sha256(i::text::bytea), ?::uuid, now(), now() - interval '1 minute', now()
                      FROM generate_series(1, 2500) AS i
                    """, here.sessionId());
        });

        Answer purged = gatehouse.admin().post("/tasks/purge-expired", null).hasStatus(200);

        assertThat(purged.text())
                .contains("refresh tokens: 2502", "sessions: 1", "one-time links: 1", "idempotency keys: 1");
        String left = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT (SELECT count(*) FROM refresh_tokens) || ',' || (SELECT count(*) FROM sessions) || ','
                               || (SELECT count(*) FROM one_time_links) || ',' || (SELECT count(*) FROM idempotency_keys)
                        """).mapTo(String.class).one());
        assertThat(left).isEqualTo("1,1,1,1");
        refresh(nobody, here.refreshToken()).hasStatus(200);
        assertThat(gatehouse.admin().post("/tasks/purge-expired", null).text()).contains("refresh tokens: 0");
    }

    private static Answer refresh(Api api, String token) {
        return api.post("/api/v1/auth/refresh", Map.of("refresh_token", token));
    }
}
