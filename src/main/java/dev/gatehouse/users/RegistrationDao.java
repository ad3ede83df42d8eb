package dev.gatehouse.users;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on registrations. */
interface RegistrationDao {
    /** Somebody who waits for an approver. */
    record Applicant(String email, String firstName, String lastName) {}

    @SqlUpdate("INSERT INTO registrations (user_id, registered_at) VALUES (:userId, :now)")
    void insert(long userId, Instant now);

    @SqlUpdate("UPDATE registrations SET verified_at = :now WHERE user_id = :userId AND verified_at IS NULL")
    int prove(long userId, Instant now);

    @SqlUpdate("DELETE FROM registrations WHERE user_id = :userId AND verified_at IS NOT NULL")
    int finish(long userId);

    @SqlQuery("""
            SELECT EXISTS (SELECT 1 FROM registrations WHERE verified_at IS NOT NULL AND announced_at IS NULL)
            """)
    boolean someoneWaitsUnannounced();

    /** @return the longest waiting first */
    @SqlQuery("""
            WITH announced AS (
              UPDATE registrations
                 SET announced_at = :now
               WHERE verified_at IS NOT NULL AND announced_at IS NULL
              RETURNING user_id, verified_at
            )
            SELECT u.email, u.first_name, u.last_name
              FROM announced a
              JOIN users u ON u.id = a.user_id
             WHERE u.is_active AND NOT u.is_approved
             ORDER BY a.verified_at, u.id
            """)
    @RegisterConstructorMapper(Applicant.class)
    List<Applicant> announce(Instant now);

    /** Deletes accounts that somebody opened for an address that he never proved to be his. */
    @SqlQuery("""
            DELETE FROM users u
             USING registrations r
             WHERE r.user_id = u.id AND r.verified_at IS NULL AND NOT u.email_verified AND lower(u.email) = :email
            RETURNING u.id
            """)
    List<Long> deleteUnproved(String email);

    /** As {@link #deleteUnproved}, all that nobody proved in time. */
    @SqlQuery("""
            DELETE FROM users
             WHERE NOT email_verified
               AND id IN (SELECT user_id FROM registrations WHERE verified_at IS NULL AND registered_at < :before
                           LIMIT :limit)
            RETURNING id
            """)
    List<Long> deleteAbandoned(Instant before, int limit);
}
