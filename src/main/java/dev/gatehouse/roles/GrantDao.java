package dev.gatehouse.roles;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on user_roles and the locks that a decision about grants needs. */
@RegisterConstructorMapper(GrantDao.NamedRole.class)
interface GrantDao {
    /** A role that is given or taken. */
    record NamedRole(long id, String name) {}

    /** Whether the account may act; keeps it, and its roles, as they are until the end of the transaction. */
    @SqlQuery("SELECT is_active AND is_approved FROM users WHERE id = :userId FOR SHARE")
    Optional<Boolean> keepUser(long userId);

    @SqlQuery("SELECT id FROM users WHERE id = :userId FOR UPDATE")
    Optional<Long> lockUser(long userId);

    @SqlQuery("""
            SELECT r.id, r.name
              FROM roles r
              JOIN user_roles ur ON ur.role_id = r.id
             WHERE ur.user_id = :userId
             ORDER BY r.id
               FOR SHARE OF r
            """)
    List<NamedRole> keepRolesOf(long userId);

    @SqlQuery("""
            SELECT id, name
              FROM roles
             WHERE lower(name) IN (SELECT lower(n) FROM unnest(CAST(:names AS text[])) AS n)
             ORDER BY id
               FOR SHARE
            """)
    List<NamedRole> keepRoles(List<String> names);

    @SqlQuery("""
            SELECT DISTINCT p.name
              FROM role_permissions rp
              JOIN permissions p ON p.id = rp.permission_id
             WHERE rp.role_id = ANY(:roleIds)
            """)
    Set<String> permissionsOf(List<Long> roleIds);

    @SqlUpdate("""
            INSERT INTO user_roles (user_id, role_id)
            SELECT :userId, role_id FROM unnest(:roleIds) AS role_id
            ON CONFLICT DO NOTHING
            """)
    void give(long userId, List<Long> roleIds);

    /** Pairs: the first account gets the first role, and so on. */
    @SqlUpdate("""
            INSERT INTO user_roles (user_id, role_id)
            SELECT g.user_id, g.role_id FROM unnest(:userIds, :roleIds) AS g (user_id, role_id)
            ON CONFLICT DO NOTHING
            """)
    void giveAll(List<Long> userIds, List<Long> roleIds);

    @SqlUpdate("DELETE FROM user_roles WHERE user_id = :userId AND role_id = ANY(:roleIds)")
    void take(long userId, List<Long> roleIds);

    @SqlQuery("""
            SELECT EXISTS (
              SELECT 1
                FROM roles r
                JOIN user_roles ur ON ur.role_id = r.id
                JOIN users u ON u.id = ur.user_id
               WHERE r.is_system AND r.name = 'admin' AND u.is_active AND u.is_approved AND u.email_verified
                 AND (u.id = :userId OR CAST(:userId AS bigint) IS NULL))
            """)
    boolean isAdministrator(Long userId);
}
