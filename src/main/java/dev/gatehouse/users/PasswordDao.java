package dev.gatehouse.users;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on the password of a user. */
interface PasswordDao {
    /** Empty for an account without a password, too. */
    @SqlQuery("SELECT password_hash FROM users WHERE id = :userId AND password_hash IS NOT NULL")
    Optional<String> hashOf(long userId);

    /** @return 0 if the password is another one than was checked */
    @SqlUpdate("""
            UPDATE users
               SET password_hash = :newHash, password_must_change = false, updated_at = :now
             WHERE id = :userId AND password_hash = :checkedHash
            """)
    int change(long userId, String checkedHash, String newHash, Instant now);

    /** Whoever holds the link has read the mail, so the address is his. */
    @SqlUpdate("""
            UPDATE users
               SET password_hash = :newHash, password_must_change = false, email_verified = true, updated_at = :now
             WHERE id = :userId
            """)
    int reset(long userId, String newHash, Instant now);
}
