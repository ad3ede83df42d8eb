package dev.gatehouse.users;

import dev.gatehouse.roles.RoleCatalogue;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** An account as the database returns it: with the ids of its roles, which the catalogue of roles turns into roles. */
record UserRow(User withoutRoles, List<Long> roleIds) {
    /** What every query of accounts selects from {@code users u}, in the order in which {@link Mapper} reads it. */
    static final String COLUMNS = """
            u.id, u.email, u.first_name, u.middle_name, u.last_name, u.role_title, u.is_active, u.is_approved,
            u.email_verified, u.created_at, u.updated_at, u.last_login_at, u.password_must_change,
            ARRAY(SELECT ur.role_id FROM user_roles ur WHERE ur.user_id = u.id ORDER BY ur.role_id) AS role_ids""";

    User with(RoleCatalogue.Snapshot roles) {
        User u = withoutRoles;
        return new User(
                u.id(),
                u.email(),
                u.firstName(),
                u.middleName(),
                u.lastName(),
                u.roleTitle(),
                u.active(),
                u.approved(),
                u.emailVerified(),
                roles.of(roleIds),
                u.createdAt(),
                u.updatedAt(),
                u.lastLoginAt(),
                u.passwordMustChange());
    }

    /** Reads by position, without reflection: lists of accounts are read most. Public because JDBI makes it. */
    public static final class Mapper implements RowMapper<UserRow> {
        @Override
        public UserRow map(ResultSet row, StatementContext context) throws SQLException {
            User user = new User(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getBoolean(7),
                    row.getBoolean(8),
                    row.getBoolean(9),
                    List.of(),
                    instant(row, 10),
                    instant(row, 11),
                    instant(row, 12),
                    row.getBoolean(13));
            return new UserRow(user, ids(row.getArray(14)));
        }

        private static Instant instant(ResultSet row, int column) throws SQLException {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }

        private static List<Long> ids(Array array) throws SQLException {
            return List.of((Long[]) array.getArray());
        }
    }
}
