package dev.gatehouse.users;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on users that the use cases make. */
@RegisterRowMapper(UserRow.Mapper.class)
interface UserDao {
    @SqlQuery("SELECT " + UserRow.COLUMNS + " FROM users u WHERE u.id = :id")
    Optional<UserRow> find(long id);

    @SqlQuery("SELECT id FROM users WHERE lower(email) = lower(:email)")
    Optional<Long> idOf(String email);

    @SqlQuery("""
            INSERT INTO users (email, first_name, middle_name, last_name, role_title, password_hash,
                               password_must_change, is_active, is_approved, email_verified, locale,
                               created_at, updated_at)
            VALUES (:r.email, :p.firstName, :p.middleName, :p.lastName, :p.roleTitle, :r.hash,
                    :r.mustChange, true, :r.approved, :r.verified, :r.locale,
                    :at, :at)
            ON CONFLICT DO NOTHING
            RETURNING id
            """)
    Optional<Long> insert(@BindMethods("r") NewRow row, @BindMethods("p") Profile profile, Instant at);

    @SqlUpdate("""
            UPDATE users
               SET first_name = :p.firstName, middle_name = :p.middleName, last_name = :p.lastName,
                   role_title = :p.roleTitle, is_active = :active, is_approved = :approved, updated_at = :at
             WHERE id = :id
            """)
    void update(long id, @BindMethods("p") Profile profile, boolean active, boolean approved, Instant at);

    @SqlQuery("SELECT id FROM users WHERE id = :id FOR UPDATE")
    Optional<Long> lock(long id);

    @SqlUpdate("DELETE FROM users WHERE id = :id")
    void delete(long id);
}
