package dev.gatehouse.caching;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Reads what triggers count. */
@RegisterConstructorMapper(Versions.class)
interface VersionDao {
    @SqlQuery("SELECT users, memberships, roles, permissions FROM list_versions")
    Versions read();
}
