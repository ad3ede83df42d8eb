package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on sessions. One that has ended has also expired, so that one index finds what may be deleted. */
interface SessionDao {
    @SqlQuery("SELECT user_id, expires_at FROM sessions WHERE id = :id AND ended_at IS NULL")
    @RegisterConstructorMapper(LiveSession.class)
    Optional<LiveSession> findLive(UUID id);

    /** Those that could still be refreshed; the newest thousand. */
    @SqlQuery("""
            SELECT s.id, s.created_at, s.last_used_at, s.expires_at, host(s.ip_address) AS ip_address, s.user_agent,
                   coalesce(s.id = :current, false) AS current
              FROM sessions s
             WHERE s.user_id = :userId AND s.ended_at IS NULL AND s.expires_at > :now
               AND EXISTS (SELECT 1
                             FROM refresh_tokens t
                            WHERE t.session_id = s.id AND t.used_at IS NULL AND t.expires_at > :now)
             ORDER BY s.created_at DESC, s.id DESC
             LIMIT 1000
            """)
    @RegisterConstructorMapper(Session.class)
    List<Session> ofUser(long userId, UUID current, Instant now);

    /** @return whose it was; empty if there is no such session of this user, or it had ended */
    @SqlQuery("""
            UPDATE sessions
               SET ended_at = :now, end_reason = :reason, expires_at = least(expires_at, :now)
             WHERE id = :id AND ended_at IS NULL
            RETURNING user_id
            """)
    Optional<Long> end(UUID id, String reason, Instant now);

    /** As {@link #end}, for one session of one user that has not run out. */
    @SqlUpdate("""
            UPDATE sessions
               SET ended_at = :now, end_reason = :reason, expires_at = least(expires_at, :now)
             WHERE id = :id AND user_id = :userId AND ended_at IS NULL AND expires_at > :now
            """)
    int endOwn(UUID id, long userId, String reason, Instant now);

    @SqlQuery("""
            UPDATE sessions
               SET ended_at = :now, end_reason = :reason, expires_at = least(expires_at, :now)
             WHERE user_id = :userId AND ended_at IS NULL AND expires_at > :now
               AND id IS DISTINCT FROM :except
            RETURNING id
            """)
    List<UUID> endAll(long userId, UUID except, String reason, Instant now);

    /** Of whomever, if they had begun by then; so many at a time. */
    @SqlUpdate("""
            UPDATE sessions
               SET ended_at = :now, end_reason = :reason, expires_at = least(expires_at, :now)
             WHERE id IN (SELECT id
                            FROM sessions
                           WHERE ended_at IS NULL AND expires_at > :now AND created_at <= :now
                           LIMIT :limit)
            """)
    int endEverybodys(Instant now, String reason, int limit);

    /** Takes the tokens along. */
    @SqlUpdate("""
            DELETE FROM sessions
             WHERE id IN (SELECT id FROM sessions WHERE expires_at < :before LIMIT :limit)
            """)
    int deleteExpired(Instant before, int limit);
}
