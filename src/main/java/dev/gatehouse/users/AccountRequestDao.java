package dev.gatehouse.users;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on account_requests. */
interface AccountRequestDao {
    @SqlUpdate("""
            INSERT INTO account_requests (id, kind, requested_at, due_at, user_id, email, password_hash, first_name,
                                          middle_name, last_name, role_title, language, ip_address, user_agent,
                                          request_id)
            VALUES (:r.id, :r.kind, :r.requestedAt, :r.requestedAt, :r.userId, :r.email, :r.passwordHash, :r.firstName,
                    :r.middleName, :r.lastName, :r.roleTitle, :r.language, :r.ipAddress, :r.userAgent,
                    :r.requestId)
            """)
    void insert(@BindMethods("r") AccountRequest request);

    /** Every replica takes another one. */
    @SqlQuery("""
            SELECT id, kind, requested_at, user_id, email, password_hash, first_name, middle_name, last_name, role_title,
                   language, ip_address, user_agent, request_id
              FROM account_requests
             WHERE due_at <= :now
             ORDER BY due_at, id
             LIMIT 1
               FOR UPDATE SKIP LOCKED
            """)
    @RegisterConstructorMapper(AccountRequest.class)
    Optional<AccountRequest> next(Instant now);

    @SqlUpdate("DELETE FROM account_requests WHERE id = :id")
    void delete(UUID id);

    /** Later each time, at most an hour. */
    @SqlUpdate("""
            UPDATE account_requests
               SET attempts = attempts + 1,
                   due_at = CAST(:now AS timestamptz) + least(3600, (attempts + 1) * (attempts + 1)) * interval '1 second'
             WHERE id = :id
            """)
    void postpone(UUID id, Instant now);

    @SqlUpdate("DELETE FROM account_requests WHERE requested_at < :before AND attempts > 0")
    int deleteFailed(Instant before);
}
