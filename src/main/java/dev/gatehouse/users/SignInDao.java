package dev.gatehouse.users;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements that a sign-in makes on users. */
interface SignInDao {
    @SqlQuery("""
            SELECT id, password_hash, is_active AS active, is_approved AS approved, email_verified
              FROM users
             WHERE lower(email) = :email
            """)
    @RegisterConstructorMapper(SignInAccount.class)
    Optional<SignInAccount> findByEmail(String email);

    /**
     * Notes a sign-in if the account still is as it was when the password was checked. Locks the account, so that
     * whoever takes its access away comes before, and is heeded, or after, and finds the session to end.
     *
     * @param newHash a better hash of the same password, or {@code null}
     * @return 1, or 0 if the account changed
     */
    @SqlUpdate("""
            UPDATE users
               SET last_login_at = :at, password_hash = coalesce(:newHash, password_hash)
             WHERE id = :id AND is_active AND is_approved AND email_verified AND password_hash = :verifiedHash
            """)
    int signedIn(long id, String verifiedHash, String newHash, Instant at);
}
