package dev.gatehouse.mail;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import java.time.Duration;
import java.time.Instant;

/** Deletes mails that nobody will ask about any more. */
public final class PurgeMail {
    private static final int BATCH = 1000;

    private final Database db;
    private final Duration keepFor;

    PurgeMail(Database db, Duration keepFor) {
        this.db = db;
        this.keepFor = keepFor;
    }

    /** @return how many are gone */
    public long at(Instant now) {
        Instant before = now.minus(keepFor);
        long total = 0;
        int deleted;
        do {
            deleted = db.inTransaction(tx ->
                    tx.tryLock(AdvisoryLock.PURGE) ? tx.dao(OutboxDao.class).deleteOld(before, BATCH) : 0);
            total += deleted;
        } while (deleted == BATCH);
        return total;
    }
}
