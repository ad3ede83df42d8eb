package dev.gatehouse.audit;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Keeps a partition ready for every month in which rows are about to be written. */
final class AuditPartitions {
    private static final int MONTHS_AHEAD = 2;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'audit_logs_y'uuuu'm'MM", Locale.ROOT);
    private static final String COLUMNS =
            "id, occurred_at, position, actor_type, actor_id, api_key_id, action, outcome, target_type, target_id, "
                    + "ip_address, user_agent, request_id, details";

    private final Database db;
    private final Clock clock;

    AuditPartitions(Database db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Creates what is missing, and moves rows that came before their partition into it. */
    void ensure() {
        db.inTransaction(tx -> {
            prepare(tx);
            VerificationDao dao = tx.dao(VerificationDao.class);
            List<YearMonth> stray =
                    dao.strayMonths().stream().map(Seal::monthOf).toList();
            TreeSet<YearMonth> missing = new TreeSet<>(stray);
            YearMonth now = Seal.monthOf(clock.instant());
            for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
                missing.add(now.plusMonths(ahead));
            }
            List<String> there = dao.partitions();
            missing.removeIf(month -> there.contains(name(month)));
            if (stray.isEmpty()) {
                missing.forEach(month -> attach(tx.handle(), month));
            } else {
                moveOut(tx.handle(), missing);
            }
            return null;
        });
    }

    /** Changes to partitions happen one at a time, and never make the service wait for a slow reader. */
    static void prepare(Tx tx) {
        tx.handle().execute("SET LOCAL lock_timeout = '2s'");
        tx.lock(AdvisoryLock.AUDIT_PARTITIONS);
    }

    static String name(YearMonth month) {
        return NAME.format(month);
    }

    static YearMonth month(String partition) {
        return YearMonth.parse(partition, NAME);
    }

    /** Attaching, unlike creating in place, lets everybody go on writing. */
    private static void attach(Handle handle, YearMonth month) {
        handle.execute("CREATE TABLE " + name(month) + " (LIKE audit_logs INCLUDING DEFAULTS)");
        handle.execute("ALTER TABLE audit_logs ATTACH PARTITION " + name(month) + " " + bounds(month));
    }

    /** Rows cannot be deleted, so the partition that catches strays is replaced as a whole. */
    private static void moveOut(Handle handle, Iterable<YearMonth> missing) {
        handle.execute("ALTER TABLE audit_logs DETACH PARTITION audit_logs_default");
        handle.execute("ALTER TABLE audit_logs_default RENAME TO audit_logs_moving");
        handle.execute("CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT");
        missing.forEach(month -> attach(handle, month));
        handle.execute("INSERT INTO audit_logs (" + COLUMNS + ") SELECT " + COLUMNS + " FROM audit_logs_moving");
        handle.execute("DROP TABLE audit_logs_moving");
    }

    private static String bounds(YearMonth month) {
        Instant start = Seal.start(month);
        Instant end = Seal.start(month.plusMonths(1));
        return "FOR VALUES FROM ('" + start + "') TO ('" + end + "')";
    }
}
