package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on refresh_tokens. */
interface RefreshTokenDao {
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
