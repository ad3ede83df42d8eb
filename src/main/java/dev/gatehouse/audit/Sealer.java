package dev.gatehouse.audit;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chains new audit rows: whatever is covered by a seal can no longer be changed unnoticed. */
final class Sealer {
    private static final Logger LOGGER = LoggerFactory.getLogger(Sealer.class);
    private static final int ROWS_PER_SEAL = 5000;

    private final Database db;
    private final Signer signer;
    private final Clock clock;

    /** The newest seal that this process has seen: if it disappears, sealing what took its place would launder it. */
    private final AtomicReference<Seal> newest = new AtomicReference<>();

    /** What one transaction sealed. */
    private record Batch(long rows, boolean more, Seal newest) {}

    Sealer(Database db, Signer signer, Clock clock) {
        this.db = db;
        this.signer = signer;
        this.clock = clock;
    }

    /** Makes sure that new rows come after all sealed ones, also when the data were restored into another cluster. */
    void prepare() {
        int moved = db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.AUDIT_SEAL);
            return tx.dao(SealDao.class).catchUp();
        });
        if (moved > 0) {
            LOGGER.info("The database was moved to another cluster; audit rows go on where they ended");
        }
    }

    /**
     * Seals every row that is final. Does nothing while another replica is doing it.
     *
     * @return how many rows were sealed
     * @throws IllegalStateException if a seal that was there is gone or was replaced
     */
    long seal() {
        long rows = 0;
        Batch batch;
        do {
            batch = db.inTransaction(this::sealBatch);
            rows += batch.rows();
            newest.set(batch.newest());
        } while (batch.more() && !Thread.currentThread().isInterrupted());
        return rows;
    }

    /** The newest seal that this process has seen, if it is no longer what it was. */
    Optional<Seal> vanished() {
        Seal seen = newest.get();
        return Optional.ofNullable(seen).filter(seal -> db.with(SealDao.class, dao -> dao.find(seal.no()))
                .filter(seal::sameAs)
                .isEmpty());
    }

    private Batch sealBatch(Tx tx) {
        Seal seen = newest.get();
        if (!tx.tryLock(AdvisoryLock.AUDIT_SEAL)) {
            return new Batch(0, false, seen);
        }
        SealDao dao = tx.dao(SealDao.class);
        // In this order a seal that disappears between the two makes the check fail; in the other it would be replaced.
        Seal last = dao.last().orElse(null);
        if (seen != null && dao.find(seen.no()).filter(seen::sameAs).isEmpty()) {
            throw new IllegalStateException("Audit seal " + seen.no()
                    + " was removed or replaced while the service ran; not sealing until verified and restarted");
        }
        long from = last == null ? 0 : last.toPosition();
        long end = dao.finalPosition();
        // A transaction's rows share a position and stay together, however many they are.
        long to = dao.positionAfter(from, end, ROWS_PER_SEAL - 1)
                .map(position -> position + 1)
                .orElse(end);
        long rows = 0;
        for (Instant month : dao.months(from, to)) {
            last = sealMonth(dao, last, from, to, Seal.monthOf(month));
            rows += last.rowCount();
        }
        return new Batch(rows, to < end && rows > 0, last);
    }

    private Seal sealMonth(SealDao dao, Seal last, long from, long to, YearMonth month) {
        SealDigest digest = new SealDigest(last == null ? SealDigest.BEGINNING : last.hash());
        dao.rows(from, to, Seal.start(month), Seal.start(month.plusMonths(1)), digest::add);
        Seal seal = signer.sign(new Seal(
                last == null ? 1 : last.no() + 1,
                clock.instant(),
                from,
                to,
                digest.firstAt(),
                digest.lastAt(),
                digest.rows(),
                digest.hash(),
                new byte[0]));
        dao.insert(seal);
        return seal;
    }
}
