package dev.gatehouse.idempotency;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on idempotency_keys. */
interface IdempotencyDao {
    /** One row if the key is ours now: never seen, expired, or left behind by a process that died. */
    @SqlUpdate("""
            INSERT INTO idempotency_keys AS k (scope, key, fingerprint, created_at)
            VALUES (:scope, :key, :fingerprint, :claimedAt)
            ON CONFLICT (scope, key) DO UPDATE
               SET fingerprint = EXCLUDED.fingerprint, created_at = EXCLUDED.created_at,
                   completed_at = NULL, status = NULL, headers = NULL, body = NULL
             WHERE k.created_at <= :expiredBefore
                OR (k.completed_at IS NULL AND k.created_at <= :abandonedBefore)
            """)
    int claim(@BindMethods Claim claim, Instant expiredBefore, Instant abandonedBefore);

    @SqlQuery("""
            SELECT fingerprint, completed_at, status, headers, body
              FROM idempotency_keys
             WHERE scope = :scope AND key = :key
            """)
    @RegisterConstructorMapper(ClaimRow.class)
    Optional<ClaimRow> find(@BindMethods Claim claim);

    /** Only the claim that is still ours: it may have been given up and taken over meanwhile. */
    @SqlUpdate("""
            UPDATE idempotency_keys
               SET completed_at = :completedAt, status = :status, headers = :headers::jsonb, body = :body
             WHERE scope = :scope AND key = :key AND created_at = :claimedAt AND completed_at IS NULL
            """)
    void complete(@BindMethods Claim claim, Instant completedAt, int status, String headers, byte[] body);

    @SqlUpdate("""
            DELETE FROM idempotency_keys
             WHERE scope = :scope AND key = :key AND created_at = :claimedAt AND completed_at IS NULL
            """)
    void release(@BindMethods Claim claim);

    @SqlUpdate("""
            DELETE FROM idempotency_keys
             WHERE (scope, key) IN (SELECT scope, key
                                      FROM idempotency_keys
                                     WHERE created_at <= :expiredBefore
                                     ORDER BY created_at
                                     LIMIT :atMost
                                       FOR UPDATE SKIP LOCKED)
            """)
    int purge(Instant expiredBefore, int atMost);
}
