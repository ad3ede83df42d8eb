package dev.gatehouse.users;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on one_time_links. */
interface OneTimeLinkDao {
    @SqlUpdate("""
            INSERT INTO one_time_links (token_hash, purpose, user_id, email, created_at, expires_at)
            VALUES (:hash, :purpose, :userId, :email, :now, :expiresAt)
            """)
    void insert(byte[] hash, String purpose, long userId, String email, Instant now, Instant expiresAt);

    @SqlQuery("""
            SELECT user_id
              FROM one_time_links
             WHERE token_hash = :hash AND purpose = ANY (:purposes) AND used_at IS NULL AND expires_at > :now
            """)
    Optional<Long> find(byte[] hash, List<String> purposes, Instant now);

    /** Of parallel uses one gets the row. */
    @SqlQuery("""
            UPDATE one_time_links
               SET used_at = :now
             WHERE token_hash = :hash AND purpose = ANY (:purposes) AND used_at IS NULL AND expires_at > :now
            RETURNING user_id, purpose, email
            """)
    @RegisterConstructorMapper(UsedLink.class)
    Optional<UsedLink> use(byte[] hash, List<String> purposes, Instant now);

    @SqlUpdate("""
            UPDATE one_time_links
               SET used_at = :now
             WHERE user_id = :userId AND purpose = ANY (:purposes) AND used_at IS NULL
            """)
    int useAll(long userId, List<String> purposes, Instant now);

    @SqlUpdate("""
            DELETE FROM one_time_links
             WHERE token_hash IN (SELECT token_hash FROM one_time_links WHERE expires_at < :before LIMIT :limit)
            """)
    int deleteExpired(Instant before, int limit);
}
