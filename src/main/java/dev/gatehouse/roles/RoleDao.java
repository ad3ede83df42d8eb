package dev.gatehouse.roles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on roles and role_permissions. */
@RegisterConstructorMapper(RoleDao.Row.class)
@RegisterConstructorMapper(RoleDao.Granted.class)
@RegisterConstructorMapper(RoleDao.Use.class)
interface RoleDao {
    /** A role without what belongs to it. */
    record Row(long id, String name, String description, boolean isSystem, int version) {}

    /** One permission of one role. */
    record Granted(long roleId, long id, String name) {}

    /** How many accounts hold a role. */
    record Use(long roleId, long users) {}

    @SqlQuery("""
            SELECT id, name, description, is_system, version
              FROM roles
             WHERE id > :after
             ORDER BY id
             LIMIT :limit OFFSET :skip
            """)
    List<Row> page(long after, int limit, int skip);

    @SqlQuery("SELECT id, name, description, is_system, version FROM roles WHERE id = :id")
    Optional<Row> find(long id);

    @SqlQuery("SELECT id, name, description, is_system, version FROM roles WHERE id = :id FOR UPDATE")
    Optional<Row> lock(long id);

    @SqlQuery("SELECT id, name, description, is_system, version FROM roles WHERE lower(name) = lower(:name)")
    Optional<Row> findByName(String name);

    @SqlQuery("SELECT count(*) FROM roles")
    long count();

    @SqlQuery("""
            SELECT rp.role_id, p.id, p.name
              FROM role_permissions rp
              JOIN permissions p ON p.id = rp.permission_id
             WHERE rp.role_id = ANY(:roleIds)
             ORDER BY rp.role_id, p.name
            """)
    List<Granted> permissionsOf(List<Long> roleIds);

    @SqlQuery("""
            SELECT r.id AS role_id, p.id, p.name
              FROM roles r
              JOIN role_permissions rp ON rp.role_id = r.id
              JOIN permissions p ON p.id = rp.permission_id
             ORDER BY r.id, p.name
            """)
    List<Granted> allPermissions();

    @SqlQuery("SELECT id, name, description, is_system, version FROM roles ORDER BY id")
    List<Row> all();

    @SqlQuery("SELECT role_id, count(*) AS users FROM user_roles WHERE role_id = ANY(:roleIds) GROUP BY role_id")
    List<Use> use(List<Long> roleIds);

    @SqlQuery("SELECT EXISTS (SELECT 1 FROM user_roles WHERE role_id = :roleId)")
    boolean isInUse(long roleId);

    @SqlQuery("""
            INSERT INTO roles (name, description, is_system, is_default, created_at, updated_at)
            VALUES (:name, :description, false, false, :at, :at)
            ON CONFLICT DO NOTHING
            RETURNING id
            """)
    Optional<Long> insert(String name, String description, Instant at);

    @SqlUpdate("""
            UPDATE roles
               SET name = :name, description = :description, version = version + 1, updated_at = :at
             WHERE id = :id
            """)
    void update(long id, String name, String description, Instant at);

    @SqlUpdate("DELETE FROM roles WHERE id = :id")
    void delete(long id);

    @SqlUpdate("""
            INSERT INTO role_permissions (role_id, permission_id)
            SELECT :roleId, id FROM permissions WHERE name = ANY(CAST(:names AS text[]))
            ON CONFLICT DO NOTHING
            """)
    int give(long roleId, List<String> names);

    @SqlUpdate("""
            DELETE FROM role_permissions
             WHERE role_id = :roleId
               AND permission_id IN (SELECT id FROM permissions WHERE name = ANY(CAST(:names AS text[])))
            """)
    int take(long roleId, List<String> names);

    @SqlUpdate("""
            INSERT INTO user_roles (user_id, role_id)
            SELECT user_id, :to FROM user_roles WHERE role_id = :from
            ON CONFLICT DO NOTHING
            """)
    void giveToHolders(long from, long to);

    @SqlUpdate("DELETE FROM user_roles WHERE role_id = :roleId")
    int takeFromEverybody(long roleId);
}
