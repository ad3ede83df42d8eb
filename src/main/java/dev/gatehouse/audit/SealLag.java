package dev.gatehouse.audit;

import dev.gatehouse.db.Database;
import java.time.Clock;
import java.time.Duration;

/** How far the seals are behind the rows. */
final class SealLag {
    private final Database db;
    private final Clock clock;

    SealLag(Database db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Rows that no seal covers yet, also those of transactions that have just ended. */
    long rows() {
        return db.with(SealDao.class, dao -> dao.countFrom(sealedUpTo(dao)));
    }

    /** The age of the oldest row that could have been sealed and is not; zero if there is none. */
    Duration age() {
        return db.with(SealDao.class, dao -> dao.oldest(sealedUpTo(dao), dao.finalPosition())
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO));
    }

    private static long sealedUpTo(SealDao dao) {
        return dao.last().map(Seal::toPosition).orElse(0L);
    }
}
