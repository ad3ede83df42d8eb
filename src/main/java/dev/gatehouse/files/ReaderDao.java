package dev.gatehouse.files;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on file_user_readers and file_role_readers. */
interface ReaderDao {
    /** A role as sharing names it. */
    record NamedRole(long id, String name) {}

    @SqlQuery("SELECT user_id FROM file_user_readers WHERE file_id = :id ORDER BY user_id")
    List<Long> users(UUID id);

    @SqlQuery("""
            SELECT r.id, r.name FROM file_role_readers f JOIN roles r ON r.id = f.role_id
             WHERE f.file_id = :id
             ORDER BY r.name
            """)
    @RegisterConstructorMapper(NamedRole.class)
    List<NamedRole> roles(UUID id);

    @SqlQuery("SELECT id, name FROM roles WHERE lower(name) = ANY(:lowerNames) ORDER BY id FOR KEY SHARE")
    @RegisterConstructorMapper(NamedRole.class)
    List<NamedRole> rolesNamed(Collection<String> lowerNames);

    @SqlQuery("SELECT id FROM users WHERE id = ANY(:ids) ORDER BY id FOR KEY SHARE")
    Set<Long> usersAmong(Collection<Long> ids);

    @SqlUpdate("DELETE FROM file_user_readers WHERE file_id = :id")
    void removeUsers(UUID id);

    @SqlUpdate("DELETE FROM file_role_readers WHERE file_id = :id")
    void removeRoles(UUID id);

    @SqlUpdate("INSERT INTO file_user_readers (file_id, user_id) SELECT :id, unnest(:users)")
    void addUsers(UUID id, Collection<Long> users);

    @SqlUpdate("INSERT INTO file_role_readers (file_id, role_id) SELECT :id, unnest(:roles)")
    void addRoles(UUID id, Collection<Long> roles);
}
