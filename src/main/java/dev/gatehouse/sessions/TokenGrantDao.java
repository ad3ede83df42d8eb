package dev.gatehouse.sessions;

import dev.gatehouse.audit.AuditRow;
import dev.gatehouse.http.Origin;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The statements behind every token set. */
interface TokenGrantDao {
    /**
     * Starts a session together with its first refresh token and its audit row, if the account still is as it was when
     * the password was checked. It stays so until the transaction ends: whoever takes its access away comes before, and
     * is heeded, or after, and finds the session to end.
     *
     * @param knownIn a network, in which a browser of this name must have been seen with the account, if any was;
     *     {@code null} if that does not matter
     * @return whether it started, and not from somewhere new; empty if the account changed
     */
    @SqlQuery("WITH account AS (" + ACCOUNT + "), place AS (" + PLACE + "), started AS (" + START + "), granted AS ("
            + GRANT + "), recorded AS (INSERT INTO audit_logs " + AuditRow.COLUMNS + " SELECT " + AuditRow.VALUES
            + " FROM started) SELECT place.known FROM account, place")
    Optional<Boolean> start(
            @BindMethods("s") Started session,
            @BindMethods("o") Origin origin,
            @BindMethods("a") AuditRow row,
            String knownIn);

    String ACCOUNT = """
            SELECT id
              FROM users
             WHERE id = :s.userId AND is_active AND is_approved AND email_verified AND password_hash = :s.verifiedHash
               FOR NO KEY UPDATE
            """;
    String PLACE = """
            SELECT :knownIn::inet IS NULL
                     OR NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = :s.userId)
                     OR EXISTS (SELECT 1
                                  FROM sessions
                                 WHERE user_id = :s.userId AND user_agent IS NOT DISTINCT FROM :o.userAgent
                                   AND ip_address <<= :knownIn::inet) AS known
            """;
    String START = """
            INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at, ip_address, user_agent)
            SELECT :s.id, account.id, :s.now, :s.now, :s.expiresAt, :o.address::inet, :o.userAgent
              FROM account, place
             WHERE place.known
            RETURNING id
            """;
    String GRANT = """
            INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at)
            SELECT :s.tokenHash, id, :s.now, :s.tokenExpiresAt
              FROM started
            """;

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
