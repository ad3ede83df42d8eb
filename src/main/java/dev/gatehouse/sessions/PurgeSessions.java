package dev.gatehouse.sessions;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.users.OneTimeLinks;
import java.time.Instant;
import java.util.function.ToIntFunction;

/** Deletes what has expired, a little at a time, so that nobody waits for it. */
public final class PurgeSessions {
    private static final int BATCH = 1000;

    private final Database db;

    /** How many rows are gone. */
    public record Purged(long refreshTokens, long sessions, long oneTimeLinks) {}

    public PurgeSessions(Database db) {
        this.db = db;
    }

    /** Deletes what had expired, or had been ended, by then; does nothing where another replica is at it. */
    public Purged before(Instant moment) {
        return new Purged(
                inBatches(tx -> tx.dao(RefreshTokenDao.class).deleteExpired(moment, BATCH)),
                inBatches(tx -> tx.dao(SessionDao.class).deleteExpired(moment, BATCH)),
                inBatches(tx -> OneTimeLinks.deleteExpired(tx, moment, BATCH)));
    }

    private long inBatches(ToIntFunction<Tx> delete) {
        long total = 0;
        int deleted;
        do {
            deleted = db.inTransaction(tx -> tx.tryLock(AdvisoryLock.PURGE) ? delete.applyAsInt(tx) : 0);
            total += deleted;
        } while (deleted == BATCH);
        return total;
    }
}
