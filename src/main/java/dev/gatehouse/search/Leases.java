package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.search.IndexingDao.Claim;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a worker lets go of a file that he could not finish. */
final class Leases {
    private static final Logger LOGGER = LoggerFactory.getLogger(Leases.class);
    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final Database db;
    private final Clock clock;

    Leases(Database db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The file itself is to blame. */
    void giveUp(Claim claim, String status, String reason) {
        db.inTransaction(tx -> {
            giveUp(tx, claim, status, reason, clock.instant());
            return null;
        });
    }

    static void giveUp(Tx tx, Claim claim, String status, String reason, Instant now) {
        if (tx.dao(IndexingDao.class).atRest(claim.fileId(), claim.takenAs(), status, reason, now) > 0) {
            tx.dao(ChunkDao.class).deleteAll(claim.fileId());
            tx.changed(Topic.DOCUMENTS, claim.fileId());
        }
    }

    /** Nobody is to blame, this replica stops: another one goes on at once instead of waiting for the end of the lease. */
    void release(Claim claim) {
        try {
            db.with(IndexingDao.class, dao -> dao.release(claim.fileId(), claim.takenAs(), clock.instant()));
        } catch (RuntimeException e) {
            LOGGER.debug("The lease of file {} ends by itself", claim.fileId(), e);
        }
    }

    /** Something else is to blame: another attempt after a pause that doubles, and the end after too many. */
    void putOff(Claim claim, String reason, Exception cause) {
        if (Thread.interrupted()) {
            // What failed was interrupted, because this replica stops.
            release(claim);
            return;
        }
        LOGGER.debug("Could not index file {}", claim.fileId(), cause);
        if (claim.attempts() >= ATTEMPTS) {
            LOGGER.warn("Gave up on file {} after {} attempts: {}", claim.fileId(), claim.attempts(), cause.toString());
            giveUp(claim, "failed", reason);
            return;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (claim.attempts() - 1));
        LOGGER.warn(
                "Could not index file {}, will try again in {} s: {}",
                claim.fileId(),
                pause.toSeconds(),
                cause.toString());
        Instant now = clock.instant();
        db.with(IndexingDao.class, dao -> dao.putOff(claim.fileId(), claim.takenAs(), reason, now.plus(pause), now));
    }
}
