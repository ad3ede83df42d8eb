package dev.gatehouse.sessions;

import dev.gatehouse.http.Origin;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on refresh_tokens. */
interface RefreshTokenDao {
    /**
     * Replaces a token by its successor in one statement and one round trip. Of parallel uses the first one locks the
     * row; the others then find it used. The session's row is locked next, so that ending a session and using it
     * cannot pass each other.
     */
    @SqlQuery("""
            WITH used AS (
              UPDATE refresh_tokens t
                 SET used_at = :now, successor_hash = :r.successorHash, sealed_successor = :r.sealedSuccessor
                FROM sessions s
                JOIN users u ON u.id = s.user_id
               WHERE t.token_hash = :r.hash AND t.used_at IS NULL AND t.expires_at > :now
                 AND s.id = t.session_id AND s.ended_at IS NULL AND s.expires_at > :now
                 AND u.is_active AND u.is_approved AND u.email_verified
              RETURNING t.session_id
            ), touched AS (
              UPDATE sessions s
                 SET last_used_at = :now, ip_address = :o.address::inet, user_agent = :o.userAgent
                FROM used
               WHERE s.id = used.session_id AND s.ended_at IS NULL
              RETURNING s.id, s.user_id, least(s.expires_at, :expiresAt) AS expires_at
            ), successor AS (
              INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at)
              SELECT :r.successorHash, id, :now, expires_at FROM touched
            )
            SELECT id AS session_id, user_id, expires_at FROM touched
            """)
    @RegisterConstructorMapper(IssuedToken.class)
    Optional<IssuedToken> rotate(
            @BindMethods("r") Replacement replacement, Instant now, Instant expiresAt, @BindMethods("o") Origin origin);

    /** Locks the token, so that two looks at a reuse come to one end. */
    @SqlQuery("""
            SELECT t.session_id, s.user_id, t.issued_at, t.expires_at, t.used_at, t.sealed_successor,
                   n.expires_at AS successor_expires_at,
                   s.ended_at IS NULL AND s.expires_at > :now
                     AND u.is_active AND u.is_approved AND u.email_verified AS alive
              FROM refresh_tokens t
              JOIN sessions s ON s.id = t.session_id
              JOIN users u ON u.id = s.user_id
              LEFT JOIN refresh_tokens n ON n.token_hash = t.successor_hash AND n.used_at IS NULL
             WHERE t.token_hash = :hash
               FOR UPDATE OF t
            """)
    @RegisterConstructorMapper(StoredToken.class)
    Optional<StoredToken> lock(byte[] hash, Instant now);

    @SqlQuery("""
            SELECT t.session_id, s.user_id, t.issued_at, t.expires_at, t.used_at, NULL::bytea AS sealed_successor,
                   NULL::timestamptz AS successor_expires_at,
                   s.ended_at IS NULL AND s.expires_at > :now
                     AND u.is_active AND u.is_approved AND u.email_verified AS alive
              FROM refresh_tokens t
              JOIN sessions s ON s.id = t.session_id
              JOIN users u ON u.id = s.user_id
             WHERE t.token_hash = :hash
            """)
    @RegisterConstructorMapper(StoredToken.class)
    Optional<StoredToken> find(byte[] hash, Instant now);

    @SqlUpdate("""
            DELETE FROM refresh_tokens
             WHERE token_hash IN (SELECT token_hash FROM refresh_tokens WHERE expires_at < :before LIMIT :limit)
            """)
    int deleteExpired(Instant before, int limit);
}
