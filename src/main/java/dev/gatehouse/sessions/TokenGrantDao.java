package dev.gatehouse.sessions;

import dev.gatehouse.http.Origin;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The statements behind every token set. They stand apart from those on the same tables because they are the busiest,
 * and JDBI prepares all methods of an interface whenever one of them is to be called.
 */
interface TokenGrantDao {
    /** Starts a session together with its first refresh token. */
    @SqlUpdate("""
            WITH started AS (
              INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at, ip_address, user_agent)
              VALUES (:id, :userId, :now, :now, :expiresAt, :o.address::inet, :o.userAgent)
            )
            INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at)
            VALUES (:tokenHash, :id, :now, :tokenExpiresAt)
            """)
    void start(
            UUID id,
            long userId,
            Instant now,
            Instant expiresAt,
            byte[] tokenHash,
            Instant tokenExpiresAt,
            @BindMethods("o") Origin origin);

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
}
