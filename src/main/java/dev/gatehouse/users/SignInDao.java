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

    @SqlUpdate("UPDATE users SET last_login_at = :at WHERE id = :id")
    void signedIn(long id, Instant at);

    @SqlUpdate("UPDATE users SET password_hash = :newHash WHERE id = :id AND password_hash = :oldHash")
    void rehashed(long id, String oldHash, String newHash);
}
