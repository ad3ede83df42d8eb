package dev.gatehouse.users;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on users that write or look up many at a time. */
@RegisterConstructorMapper(BulkUserDao.Account.class)
@RegisterConstructorMapper(BulkUserDao.Occupant.class)
@RegisterConstructorMapper(BulkUserDao.Imported.class)
interface BulkUserDao {
    /** Whose address it is. */
    record Account(long id, String email) {}

    /**
     * An account that is in the way of another, or is that very one.
     *
     * @param imported whether it came from the original
     */
    record Occupant(long id, String email, boolean imported) {}

    /** What an account of the original looked like when it was imported; the fingerprint in hexadecimal digits. */
    record Imported(long originalId, String fingerprint) {}

    /**
     * Makes the accounts whose id and address are free. In the order of the addresses, so that two who write the same
     * ones wait for each other and not in a circle.
     *
     * @param accounts a JSON array of {@link NewAccount}
     */
    @SqlQuery("""
            INSERT INTO users (id, email, first_name, middle_name, last_name, role_title, password_hash,
                               is_active, is_approved, email_verified, created_at, updated_at)
            SELECT coalesce(n.id, nextval(pg_get_serial_sequence('users', 'id'))), n.email, n.first_name,
                   n.middle_name, n.last_name, n.role_title, n.password_hash, n.active, n.approved, n.email_verified,
                   :at, :at
              FROM jsonb_to_recordset(CAST(:accounts AS jsonb)) AS n (
                     id bigint, email text, first_name text, middle_name text, last_name text, role_title text,
                     password_hash text, active boolean, approved boolean, email_verified boolean)
             ORDER BY n.email
            ON CONFLICT DO NOTHING
            RETURNING id, email
            """)
    List<Account> insert(String accounts, Instant at);

    /** The accounts of these addresses, with the address as it was asked for. */
    @SqlQuery("""
            SELECT u.id, w.email
              FROM unnest(CAST(:emails AS text[])) AS w (email)
              JOIN users u ON lower(u.email) = lower(w.email)
            """)
    List<Account> named(List<String> emails);

    @SqlQuery("""
            SELECT u.id, u.email, EXISTS (SELECT 1 FROM imported_users i WHERE i.original_id = u.id) AS imported
              FROM users u
             WHERE u.id = ANY(:ids)
                OR lower(u.email) IN (SELECT lower(w.email) FROM unnest(CAST(:emails AS text[])) AS w (email))
            """)
    List<Occupant> occupants(List<Long> ids, List<String> emails);

    @SqlQuery("""
            SELECT original_id, encode(fingerprint, 'hex') AS fingerprint
              FROM imported_users
             WHERE original_id = ANY(:ids)
            """)
    List<Imported> imported(List<Long> ids);

    /** @param fingerprints in hexadecimal digits, in the order of the ids */
    @SqlUpdate("""
            INSERT INTO imported_users (original_id, fingerprint, imported_at)
            SELECT i.id, decode(i.fingerprint, 'hex'), :at
              FROM unnest(:ids, CAST(:fingerprints AS text[])) AS i (id, fingerprint)
            """)
    void remember(List<Long> ids, List<String> fingerprints, Instant at);

    /** Ids that the database gives out itself from now on are larger. Does not take part in the transaction. */
    @SqlQuery("""
            SELECT setval(pg_get_serial_sequence('users', 'id'), :largest)
              FROM users_id_seq
             WHERE last_value <= :largest
            """)
    Optional<Long> raiseSequence(long largest);
}
