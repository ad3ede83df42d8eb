package dev.gatehouse.users;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToIntFunction;

/** Deletes what nobody finished or needs any more, a little at a time. */
public final class PurgeUsers {
    private static final int BATCH = 100;
    private static final Duration REQUESTS_ARE_TRIED_FOR = Duration.ofDays(2);

    private final Database db;
    private final Registrations registrations;
    private final Duration abandonedAfter;

    /** How many rows are gone. */
    public record Purged(long registrations, long requests, long letterBudgets) {}

    PurgeUsers(Database db, Registrations registrations, RegistrationConfig config) {
        this.db = db;
        this.registrations = registrations;
        this.abandonedAfter = config.abandonedAfter().toJavaDuration();
    }

    /** Does nothing where another replica is at it. */
    public Purged before(Instant now) {
        return new Purged(
                inBatches(tx -> registrations.deleteAbandoned(tx, now.minus(abandonedAfter), BATCH)),
                db.with(AccountRequestDao.class, dao -> (long) dao.deleteFailed(now.minus(REQUESTS_ARE_TRIED_FOR))),
                inBatches(tx -> LetterBudget.purge(tx, now, BATCH)));
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
