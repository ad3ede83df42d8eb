package dev.gatehouse.roles;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements of the boot on permissions and default roles. */
@RegisterConstructorMapper(PermissionDetails.class)
interface CatalogueDao {
    @SqlQuery("SELECT id, name, description, is_system FROM permissions ORDER BY id")
    List<PermissionDetails> permissions();

    @SqlUpdate("""
            INSERT INTO permissions (name, description, is_system, created_at) VALUES (:name, :description, true, :at)
            """)
    void insert(String name, String description, Instant at);

    @SqlUpdate("UPDATE permissions SET description = :description, is_system = true WHERE name = :name")
    void update(String name, String description);

    /** The role of the administrators; one that somebody made under this name before becomes it. */
    @SqlUpdate("""
            INSERT INTO roles (name, description, is_system, is_default, created_at, updated_at)
            VALUES (:name, :description, true, true, :at, :at)
            ON CONFLICT (lower(name)) DO UPDATE
               SET name = EXCLUDED.name, is_system = true, is_default = true, version = roles.version + 1
             WHERE NOT roles.is_system
            """)
    int ensureSystemRole(String name, String description, Instant at);

    @SqlUpdate("""
            INSERT INTO roles (name, description, is_system, is_default, created_at, updated_at)
            VALUES (:name, :description, false, true, :at, :at)
            """)
    void insertDefaultRole(String name, String description, Instant at);

    @SqlUpdate("""
            INSERT INTO role_permissions (role_id, permission_id)
            SELECT r.id, p.id
              FROM roles r, permissions p
             WHERE r.is_default AND r.name = :role AND p.name = ANY(CAST(:permissions AS text[]))
            ON CONFLICT DO NOTHING
            """)
    int give(String role, List<String> permissions);

    @SqlUpdate("UPDATE roles SET version = version + 1, updated_at = :at WHERE is_default AND name = :role")
    void grew(String role, Instant at);
}
