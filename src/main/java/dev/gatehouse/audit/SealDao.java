package dev.gatehouse.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on audit_seals and on the rows that they cover. */
interface SealDao {
    @SqlQuery("""
            SELECT no, sealed_at, from_position, to_position, first_at, last_at, row_count, hash, signature
              FROM audit_seals
             ORDER BY no DESC
             LIMIT 1
            """)
    @RegisterConstructorMapper(Seal.class)
    Optional<Seal> last();

    @SqlQuery("""
            SELECT no, sealed_at, from_position, to_position, first_at, last_at, row_count, hash, signature
              FROM audit_seals
             WHERE no = :no
            """)
    @RegisterConstructorMapper(Seal.class)
    Optional<Seal> find(long no);

    @SqlQuery("""
            SELECT no, sealed_at, from_position, to_position, first_at, last_at, row_count, hash, signature
              FROM audit_seals
             WHERE no > :after
             ORDER BY no
             LIMIT :limit
            """)
    @RegisterConstructorMapper(Seal.class)
    List<Seal> after(long after, int limit);

    @SqlUpdate("""
            INSERT INTO audit_seals (no, sealed_at, from_position, to_position, first_at, last_at, row_count, hash,
                                     signature)
            VALUES (:no, :sealedAt, :fromPosition, :toPosition, :firstAt, :lastAt, :rowCount, :hash, :signature)
            """)
    void insert(@BindMethods Seal seal);

    /** No transaction that is still running, or will ever begin, writes below it. */
    @SqlQuery("SELECT audit_position(pg_snapshot_xmin(pg_current_snapshot()))")
    long finalPosition();

    /** The position of the row that comes after so many others; empty if there are not so many. */
    @SqlQuery("""
            SELECT position
              FROM audit_logs
             WHERE position >= :from AND position < :to
             ORDER BY position, id
            OFFSET :rows LIMIT 1
            """)
    Optional<Long> positionAfter(long from, long to, int rows);

    @SqlQuery("""
            SELECT DISTINCT date_trunc('month', occurred_at, 'UTC') AS month
              FROM audit_logs
             WHERE position >= :from AND position < :to
             ORDER BY month
            """)
    List<Instant> months(long from, long to);

    /** Reads row by row, so that the size of a range does not matter; needs a transaction for that. */
    @SqlQuery("""
            SELECT id, occurred_at, position, actor_type, actor_id, api_key_id, action, outcome, target_type,
                   target_id, ip_address::text AS ip_address, user_agent, request_id, details::text AS details
              FROM audit_logs
             WHERE position >= :from AND position < :to
               AND occurred_at >= :since AND occurred_at < :until
             ORDER BY position, id
            """)
    @RegisterConstructorMapper(SealedRow.class)
    @FetchSize(1000)
    void rows(long from, long to, Instant since, Instant until, Consumer<SealedRow> consumer);

    /** As {@link #rows}, for all months. */
    @SqlQuery("""
            SELECT id, occurred_at, position, actor_type, actor_id, api_key_id, action, outcome, target_type,
                   target_id, ip_address::text AS ip_address, user_agent, request_id, details::text AS details
              FROM audit_logs
             WHERE position >= :from AND position < :to
             ORDER BY position, id
            """)
    @RegisterConstructorMapper(SealedRow.class)
    @FetchSize(1000)
    void allRows(long from, long to, Consumer<SealedRow> consumer);

    @SqlQuery("SELECT count(*) FROM audit_logs WHERE position >= :from")
    long countFrom(long from);

    /** When the oldest row of a range happened. */
    @SqlQuery("""
            SELECT occurred_at
              FROM audit_logs
             WHERE position >= :from AND position < :to
             ORDER BY position, id
             LIMIT 1
            """)
    Optional<Instant> oldest(long from, long to);

    /**
     * Moves the clock on if the rows came from a cluster whose transaction counter was further; otherwise new rows
     * would take places that are sealed already.
     */
    @SqlUpdate("""
            UPDATE audit_clock
               SET "offset" = "offset" + behind.by
              FROM (SELECT greatest((SELECT max(to_position) FROM audit_seals),
                                    (SELECT max(position) + 1 FROM audit_logs))
                           - audit_position(pg_snapshot_xmax(pg_current_snapshot())) AS by) AS behind
             WHERE behind.by > 0
            """)
    int catchUp();
}
