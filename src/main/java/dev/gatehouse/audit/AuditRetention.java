package dev.gatehouse.audit;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops months that are older than they are to be kept, a partition at a time. A chain that does not verify is
 * evidence: then nothing is dropped until somebody has looked.
 */
final class AuditRetention {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditRetention.class);

    private final Database db;
    private final VerifyAudit verify;
    private final Signer signer;
    private final AuditTrail trail;
    private final Clock clock;
    private final int retentionMonths;

    AuditRetention(Database db, VerifyAudit verify, Signer signer, AuditTrail trail, Clock clock, int retentionMonths) {
        this.db = db;
        this.verify = verify;
        this.signer = signer;
        this.trail = trail;
        this.clock = clock;
        this.retentionMonths = retentionMonths;
    }

    /** Returns how many months were dropped. */
    int purge() {
        if (retentionMonths == 0) {
            return 0;
        }
        YearMonth oldestKept = Seal.monthOf(clock.instant()).minusMonths(retentionMonths);
        List<YearMonth> due = db.with(VerificationDao.class, VerificationDao::partitions).stream()
                .map(AuditPartitions::month)
                .filter(month -> month.isBefore(oldestKept))
                .toList();
        if (due.isEmpty()) {
            return 0;
        }
        if (!verify.run().intact()) {
            LOGGER.error("Old audit rows are not purged because the chain does not verify: {}", due);
            return 0;
        }
        int dropped = 0;
        for (YearMonth month : due) {
            dropped += db.inTransaction(tx -> drop(tx, month)) ? 1 : 0;
        }
        return dropped;
    }

    private boolean drop(Tx tx, YearMonth month) {
        AuditPartitions.prepare(tx);
        tx.lock(AdvisoryLock.AUDIT_SEAL);
        VerificationDao dao = tx.dao(VerificationDao.class);
        Seal last = tx.dao(SealDao.class).last().orElse(null);
        long sealedUpTo = last == null ? 0 : last.toPosition();
        Instant since = Seal.start(month);
        if (!dao.partitions().contains(AuditPartitions.name(month))) {
            return false; // another replica was faster
        }
        tx.handle().execute("LOCK TABLE " + AuditPartitions.name(month)); // nothing arrives between look and drop
        if (dao.hasRowsFrom(since, Seal.start(month.plusMonths(1)), sealedUpTo)) {
            LOGGER.warn("Audit rows of {} are not purged yet because not all are sealed", month);
            return false;
        }
        tx.handle().execute("DROP TABLE " + AuditPartitions.name(month));
        dao.insert(signer.sign(new Purge(month.atDay(1), clock.instant(), last == null ? 0 : last.no(), new byte[0])));
        trail.record(tx, AuditEvent.of("audit.purged").with("month", month.toString()));
        LOGGER.info("Purged the audit rows of {}", month);
        return true;
    }
}
