package dev.gatehouse.roles;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements that the import of the original makes on roles and permissions: with ids of its own choice. */
@RegisterConstructorMapper(PermissionDetails.class)
@RegisterConstructorMapper(RoleDao.Row.class)
interface OriginalDao {
    @SqlQuery("SELECT id, name, description, is_system FROM permissions ORDER BY id")
    List<PermissionDetails> permissions();

    @SqlQuery("SELECT id, name, description, is_system, version FROM roles ORDER BY id")
    List<RoleDao.Row> roles();

    /** Keeps ids from being given out while this transaction gives them out; readers are not disturbed. */
    @SqlUpdate("LOCK TABLE roles, permissions IN SHARE ROW EXCLUSIVE MODE")
    void lockTables();

    @SqlUpdate("""
            INSERT INTO permissions (id, name, description, is_system, created_at)
            VALUES (:id, :name, :description, false, :at)
            """)
    void insertPermission(long id, String name, String description, Instant at);

    @SqlUpdate("""
            INSERT INTO roles (id, name, description, is_system, is_default, created_at, updated_at)
            VALUES (:id, :name, :description, false, false, :at, :at)
            """)
    void insertRole(long id, String name, String description, Instant at);

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
