package dev.gatehouse.ai;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToIntFunction;

/** Deletes what nobody asks about any more: old conversations, old periods of budgets, the far end of the ledger. */
public final class PurgeAi {
    private static final Duration PERIODS_KEPT = Duration.ofDays(62);
    private static final int BATCH = 1_000;

    private final Database db;
    private final Ledger ledger;
    private final Duration conversationsKept;
    private final Duration callsKept;

    PurgeAi(Database db, Ledger ledger, AiConfig config) {
        this.db = db;
        this.ledger = ledger;
        this.conversationsKept = config.conversations().keepFor().toJavaDuration();
        this.callsKept = config.keepCallsFor().toJavaDuration();
    }

    /** How many are gone, and how many reservations were charged because nobody settled them. */
    public record Purged(long reservations, long conversations, long calls) {}

    public Purged at(Instant now) {
        long reservations = ledger.sweep();
        batches(tx -> tx.dao(SpendDao.class).deleteOld(BudgetPeriod.DAY.startOf(now.minus(PERIODS_KEPT)), BATCH));
        return new Purged(
                reservations,
                batches(tx -> tx.dao(ConversationDao.class).deleteOld(now.minus(conversationsKept), BATCH)),
                batches(tx -> tx.dao(CallDao.class).deleteOld(now.minus(callsKept), BATCH)));
    }

    private long batches(ToIntFunction<Tx> delete) {
        long total = 0;
        int deleted;
        do {
            deleted = db.inTransaction(tx -> tx.tryLock(AdvisoryLock.PURGE) ? delete.applyAsInt(tx) : 0);
            total += deleted;
        } while (deleted == BATCH);
        return total;
    }
}
