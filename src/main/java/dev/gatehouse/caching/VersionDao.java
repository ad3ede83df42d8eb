package dev.gatehouse.caching;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.UseRowMapper;

/** Reads what triggers count. */
interface VersionDao {
    @UseRowMapper(Mapper.class)
    @SqlQuery("SELECT users, memberships, roles, permissions FROM list_versions")
    Versions read();

    /** Without reflection: every list that is read anew asks. Public because JDBI makes it. */
    final class Mapper implements RowMapper<Versions> {
        @Override
        public Versions map(ResultSet row, StatementContext context) throws SQLException {
            return new Versions(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }
}
