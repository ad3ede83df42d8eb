package dev.gatehouse.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on audit_verifications and audit_purges. */
interface VerificationDao {
    @SqlQuery("""
            SELECT id, verified_at, intact, last_seal, last_hash, seal_count, row_count, unsealed_rows,
                   findings::text AS findings, signature
              FROM audit_verifications
             ORDER BY verified_at DESC, id DESC
             LIMIT 1
            """)
    @RegisterConstructorMapper(Verification.class)
    Optional<Verification> last();

    /** Verifications whose newest seal is no longer what they saw. */
    @SqlQuery("""
            SELECT v.id, v.verified_at, v.intact, v.last_seal, v.last_hash, v.seal_count, v.row_count,
                   v.unsealed_rows, v.findings::text AS findings, v.signature
              FROM audit_verifications v
              LEFT JOIN audit_seals s ON s.no = v.last_seal AND s.hash = v.last_hash
             WHERE v.last_seal > 0 AND s.no IS NULL
             ORDER BY v.verified_at, v.id
             LIMIT 10
            """)
    @RegisterConstructorMapper(Verification.class)
    List<Verification> contradicted();

    @SqlUpdate("""
            INSERT INTO audit_verifications (id, verified_at, intact, last_seal, last_hash, seal_count, row_count,
                                             unsealed_rows, findings, signature)
            VALUES (:id, :verifiedAt, :intact, :lastSeal, :lastHash, :sealCount, :rowCount,
                    :unsealedRows, :findings::jsonb, :signature)
            """)
    void insert(@BindMethods Verification verification);

    @SqlQuery("SELECT month, purged_at, last_seal, signature FROM audit_purges ORDER BY month")
    @RegisterConstructorMapper(Purge.class)
    List<Purge> purges();

    /** Rows that arrived late for a purged month are purged again. */
    @SqlUpdate("""
            INSERT INTO audit_purges (month, purged_at, last_seal, signature)
            VALUES (:month, :purgedAt, :lastSeal, :signature)
            ON CONFLICT (month) DO UPDATE
               SET purged_at = EXCLUDED.purged_at, last_seal = EXCLUDED.last_seal, signature = EXCLUDED.signature
            """)
    void insert(@BindMethods Purge purge);

    /** Partitions of one month each, by name. */
    @SqlQuery("""
            SELECT child.relname
              FROM pg_inherits
              JOIN pg_class child ON child.oid = inhrelid
             WHERE inhparent = 'audit_logs'::regclass AND child.relname ~ '^audit_logs_y[0-9]{4}m[0-9]{2}$'
             ORDER BY child.relname
            """)
    List<String> partitions();

    /** Months of the rows that no partition of their own took. */
    @SqlQuery("""
            SELECT DISTINCT date_trunc('month', occurred_at, 'UTC') AS month
              FROM audit_logs_default
             ORDER BY month
            """)
    List<Instant> strayMonths();

    @SqlQuery("""
            SELECT EXISTS (SELECT 1
                             FROM audit_logs
                            WHERE occurred_at >= :since AND occurred_at < :until AND position >= :position)
            """)
    boolean hasRowsFrom(Instant since, Instant until, long position);
}
