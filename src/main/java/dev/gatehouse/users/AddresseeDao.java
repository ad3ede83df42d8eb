package dev.gatehouse.users;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Statements that find whom to write to. */
@RegisterConstructorMapper(Addressee.class)
interface AddresseeDao {
    String COLUMNS = """
            SELECT u.id, u.email, u.first_name, u.locale AS language, u.is_active AS active, u.is_approved AS approved,
                   u.email_verified, u.password_hash IS NOT NULL AS has_password
              FROM users u
            """;

    @SqlQuery(COLUMNS + " WHERE u.id = :id")
    Optional<Addressee> find(long id);

    @SqlQuery(COLUMNS + " WHERE lower(u.email) = :email")
    Optional<Addressee> ofEmail(String email);

    /** Keeps the account as it is until the end of the transaction. */
    @SqlQuery(COLUMNS + " WHERE u.id = :id FOR UPDATE OF u")
    Optional<Addressee> lock(long id);

    /** Who may sign in and holds the permission; the eldest accounts first. */
    @SqlQuery(COLUMNS + """
             WHERE u.is_active AND u.is_approved AND u.email_verified
               AND u.id IN (SELECT ur.user_id
                              FROM user_roles ur
                              JOIN role_permissions rp ON rp.role_id = ur.role_id
                              JOIN permissions p ON p.id = rp.permission_id
                             WHERE p.name = :permission)
             ORDER BY u.id
             LIMIT :limit
            """)
    List<Addressee> holdersOf(String permission, int limit);
}
