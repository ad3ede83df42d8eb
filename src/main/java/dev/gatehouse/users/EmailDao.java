package dev.gatehouse.users;

import java.time.Instant;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on the address of a user. */
interface EmailDao {
    /** @return 0 if the account has another address by now */
    @SqlUpdate("""
            UPDATE users
               SET email_verified = true, updated_at = :now
             WHERE id = :userId AND email = :email AND NOT email_verified
            """)
    int verified(long userId, String email, Instant now);

    /** @return 0 if another account has the address */
    @SqlUpdate("""
            UPDATE users
               SET email = :email, email_verified = true, updated_at = :now
             WHERE id = :userId
               AND NOT EXISTS (SELECT 1 FROM users o WHERE lower(o.email) = :email AND o.id <> :userId)
            """)
    int change(long userId, String email, Instant now);

    /** Takes the password away: its owner must set another one by a link. */
    @SqlUpdate("UPDATE users SET password_hash = NULL, updated_at = :now WHERE id = :userId")
    void dropPassword(long userId, Instant now);
}
