package dev.gatehouse.sessions;

import dev.gatehouse.http.Origin;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The statements behind every token set. */
interface TokenGrantDao {
    /**
     * Starts a session together with its first refresh token, if the account still is as it was when the password was
     * checked. It stays so until the transaction ends: whoever takes its access away comes before, and is heeded, or
     * after, and finds the session to end.
     *
     * @param verifiedHash the one that the password was checked against
     * @param network to compare with those of other sessions; {@code null} for no comparison
     * @return whether the account has other sessions and none of them is from this browser in this network; empty if it
     *     changed
     */
    @SqlQuery("""
            WITH account AS (
              SELECT id
                FROM users
               WHERE id = :userId AND is_active AND is_approved AND email_verified AND password_hash = :verifiedHash
                 FOR NO KEY UPDATE
            ), started AS (
              INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at, ip_address, user_agent)
              SELECT :id, id, :now, :now, :expiresAt, :o.address::inet, :o.userAgent
                FROM account
              RETURNING id
            ), granted AS (
              INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at)
              SELECT :tokenHash, id, :now, :tokenExpiresAt
                FROM started
            )
            SELECT :network::inet IS NOT NULL
                     AND EXISTS (SELECT 1 FROM sessions WHERE user_id = :userId)
                     AND NOT EXISTS (SELECT 1
                                       FROM sessions
                                      WHERE user_id = :userId AND user_agent IS NOT DISTINCT FROM :o.userAgent
                                        AND ip_address <<= :network::inet)
              FROM account
            """)
    Optional<Boolean> start(
            UUID id,
            long userId,
            String verifiedHash,
            Instant now,
            Instant expiresAt,
            byte[] tokenHash,
            Instant tokenExpiresAt,
            @BindMethods("o") Origin origin,
            String network);

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
