package dev.gatehouse.users;

import java.util.List;
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

    /** Another hash of the same password, for an account that is locked. */
    @SqlUpdate("UPDATE users SET password_hash = :newHash WHERE id = :id")
    void rehash(long id, String newHash);

    /**
     * Notes the last sign-ins of many, in one order on all replicas: two that write the same do not block each other.
     *
     * @param times in ISO 8601, one for each of the ids
     * @return those for whom it is a later one than was known
     */
    @SqlQuery("""
            WITH later AS (
              SELECT u.id, n.at::timestamptz AS at
                FROM unnest(:ids::bigint[], :times::text[]) AS n (id, at)
                JOIN users u ON u.id = n.id
               WHERE u.last_login_at IS NULL OR u.last_login_at < n.at::timestamptz
               ORDER BY u.id
                 FOR NO KEY UPDATE OF u
            )
            UPDATE users u SET last_login_at = later.at FROM later WHERE u.id = later.id
            RETURNING u.id
            """)
    List<Long> signedIn(List<Long> ids, List<String> times);
}
