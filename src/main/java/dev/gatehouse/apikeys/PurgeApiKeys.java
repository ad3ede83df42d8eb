package dev.gatehouse.apikeys;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import java.time.Duration;
import java.time.Instant;

/** Deletes keys that have been out of force for so long that nobody asks about them any more. */
public final class PurgeApiKeys {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int BATCH = 1_000;

    private final Database db;

    PurgeApiKeys(Database db) {
        this.db = db;
    }

    /** @return how many are gone */
    public long at(Instant now) {
        long total = 0;
        int deleted;
        do {
            deleted = db.inTransaction(tx ->
                    tx.tryLock(AdvisoryLock.PURGE) ? tx.dao(ApiKeyDao.class).deleteOld(now.minus(KEPT), BATCH) : 0);
            total += deleted;
        } while (deleted == BATCH);
        return total;
    }
}
