package dev.gatehouse.roles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on permissions. */
@RegisterConstructorMapper(PermissionDetails.class)
interface PermissionDao {
    @SqlQuery("""
            SELECT id, name, description, is_system
              FROM permissions
             WHERE id > :after
             ORDER BY id
             LIMIT :limit OFFSET :skip
            """)
    List<PermissionDetails> page(long after, int limit, int skip);

    @SqlQuery("SELECT count(*) FROM permissions")
    long count();

    @SqlQuery("SELECT id, name, description, is_system FROM permissions WHERE id = :id")
    Optional<PermissionDetails> find(long id);

    @SqlQuery("""
            SELECT id, name, description, is_system
              FROM permissions
             WHERE name = ANY(CAST(:names AS text[]))
             ORDER BY name
            """)
    List<PermissionDetails> named(List<String> names);

    @SqlQuery("""
            INSERT INTO permissions (name, description, is_system, created_at)
            VALUES (:name, :description, false, :at)
            ON CONFLICT DO NOTHING
            RETURNING id, name, description, is_system
            """)
    Optional<PermissionDetails> insert(String name, String description, Instant at);

    /** Administrators hold everything, also what belongs to other applications. */
    @SqlUpdate("""
            INSERT INTO role_permissions (role_id, permission_id)
            SELECT id, :id FROM roles WHERE is_system
            """)
    void giveToSystemRoles(long id);

    @SqlQuery("""
            SELECT EXISTS (
              SELECT 1
                FROM role_permissions rp
                JOIN roles r ON r.id = rp.role_id
               WHERE rp.permission_id = :id AND NOT r.is_system)
            """)
    boolean isInUse(long id);

    @SqlUpdate("DELETE FROM role_permissions WHERE permission_id = :id")
    void takeFromAll(long id);

    @SqlUpdate("DELETE FROM permissions WHERE id = :id")
    void delete(long id);

    @SqlUpdate("UPDATE roles SET version = version + 1, updated_at = :at WHERE is_system")
    void systemRolesChanged(Instant at);
}
