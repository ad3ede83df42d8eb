package dev.gatehouse.roles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Statements that the import of the original makes on roles and permissions: with ids of its own choice. */
@RegisterConstructorMapper(PermissionDetails.class)
@RegisterConstructorMapper(RoleDao.Row.class)
interface OriginalDao {
    @SqlQuery("SELECT id, name, description, is_system FROM permissions ORDER BY id")
    List<PermissionDetails> permissions();

    @SqlQuery("SELECT id, name, description, is_system, version FROM roles ORDER BY id FOR SHARE")
    List<RoleDao.Row> roles();

    /** Empty if the id is taken. */
    @SqlQuery("""
            INSERT INTO permissions (id, name, description, is_system, created_at)
            VALUES (:id, :name, :description, false, :at)
            ON CONFLICT DO NOTHING
            RETURNING id
            """)
    Optional<Long> insertPermission(long id, String name, String description, Instant at);

    /** Empty if the id is taken. */
    @SqlQuery("""
            INSERT INTO roles (id, name, description, is_system, is_default, created_at, updated_at)
            VALUES (:id, :name, :description, false, false, :at, :at)
            ON CONFLICT DO NOTHING
            RETURNING id
            """)
    Optional<Long> insertRole(long id, String name, String description, Instant at);

    @SqlQuery("""
            SELECT setval(pg_get_serial_sequence('permissions', 'id'), m.id)
              FROM (SELECT max(id) AS id FROM permissions) AS m
             WHERE m.id >= (SELECT last_value FROM permissions_id_seq)
            """)
    List<Long> raisePermissionSequence();

    @SqlQuery("""
            SELECT setval(pg_get_serial_sequence('roles', 'id'), m.id)
              FROM (SELECT max(id) AS id FROM roles) AS m
             WHERE m.id >= (SELECT last_value FROM roles_id_seq)
            """)
    List<Long> raiseRoleSequence();
}
