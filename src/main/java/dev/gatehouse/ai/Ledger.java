package dev.gatehouse.ai;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The book of calls. The worst that a call may cost is reserved in every budget it counts against before it is made,
 * and settled afterwards; so no number of calls at a time, and no crash between, spends more than there is.
 */
final class Ledger {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ledger.class);
    private static final int SWEPT_AT_ONCE = 100;

    private final Database db;
    private final Clock clock;
    private final BudgetNotices notices;
    private final MetricRegistry metrics;
    private final boolean keepsTexts;

    Ledger(Database db, Clock clock, BudgetNotices notices, MetricRegistry metrics, boolean keepsTexts) {
        this.keepsTexts = keepsTexts;
        this.db = db;
        this.clock = clock;
        this.notices = notices;
        this.metrics = metrics;
    }

    /** Whether it wants the texts of calls too. */
    boolean keepsTexts() {
        return keepsTexts;
    }

    /**
     * Reserves what the call may cost and writes down that it will be made.
     *
     * @param longest after which it is given up for lost
     * @throws Refusal {@code budget_exhausted} (402); {@code ai_model_unpriced} (409) if a budget limits money and
     *     nobody knows what the model costs
     */
    void open(CallStart call, Duration longest) {
        db.inTransaction(tx -> {
            List<Long> held = new ArrayList<>();
            BudgetDao dao = tx.dao(BudgetDao.class);
            Instant now = call.startedAt();
            for (BudgetRow budget :
                    dao.of(call.userId(), BudgetPeriod.DAY.startOf(now), BudgetPeriod.MONTH.startOf(now))) {
                reserve(tx, budget, call);
                held.add(budget.id());
            }
            tx.dao(CallDao.class).insert(call);
            tx.dao(CallDao.class).reserve(call.id(), held, now.plus(longest));
            return null;
        });
    }

    /** Settles a call: what it cost takes the place of what was reserved, together with what belongs to its answer. */
    void close(UUID callId, CallEnd end, Consumer<Tx> alongside) {
        db.inTransaction(tx -> {
            tx.dao(CallDao.class)
                    .take(callId)
                    .ifPresentOrElse(
                            reservation -> settle(tx, reservation, end),
                            () -> LOGGER.warn("The call {} took so long that it was charged in full", callId));
            alongside.accept(tx);
            return null;
        });
    }

    /** Writes down what asked no model and cost nothing. */
    void note(CallStart call, CallEnd end, Consumer<Tx> alongside) {
        db.inTransaction(tx -> {
            tx.dao(CallDao.class).insert(call);
            tx.dao(CallDao.class).insertResult(call.id(), end);
            alongside.accept(tx);
            return null;
        });
    }

    /**
     * Charges calls that nobody settled, because the process died, with all that was reserved for them: the provider
     * may well have done so too.
     *
     * @return how many
     */
    long sweep() {
        long total = 0;
        int swept;
        do {
            swept = db.inTransaction(tx -> {
                List<UUID> lost = tx.dao(CallDao.class).expired(clock.instant(), SWEPT_AT_ONCE);
                lost.forEach(id -> tx.dao(CallDao.class).take(id).ifPresent(r -> settle(tx, r, lost(r))));
                return lost.size();
            });
            total += swept;
        } while (swept == SWEPT_AT_ONCE);
        return total;
    }

    private static void reserve(Tx tx, BudgetRow budget, CallStart call) {
        if (budget.limitUsd() != null && call.reservedUsd() == null) {
            throw Refusal.conflict(
                            "ai_model_unpriced",
                            "A budget limits what may be spent, and nobody knows what this model costs.")
                    .with("model", call.model());
        }
        LocalDate startsOn = budget.period().startOf(call.startedAt());
        BigDecimal usd = call.reservedUsd() == null ? BigDecimal.ZERO : call.reservedUsd();
        SpendDao spend = tx.dao(SpendDao.class);
        spend.open(budget.id(), startsOn);
        if (spend.reserve(budget.id(), startsOn, usd, call.reservedTokens()) == 0) {
            // As it is now, with what others hold of it.
            throw exhausted(tx.dao(BudgetDao.class).one(budget.id(), startsOn).at(call.startedAt()));
        }
    }

    private static Refusal exhausted(Budget budget) {
        Refusal refusal = Refusal.paymentRequired(
                        "budget_exhausted",
                        "What is left of the AI budget (" + budget.scope() + ", "
                                + budget.period().text() + ") does not cover this call.")
                .with("scope", budget.scope())
                .with("period", budget.period().text())
                .with("renews_at", budget.renewsAt());
        if (budget.limitUsd() != null) {
            refusal.with("limit_usd", budget.limitUsd()).with("remaining_usd", budget.remainingUsd());
        }
        if (budget.limitTokens() != null) {
            refusal.with("limit_tokens", budget.limitTokens()).with("remaining_tokens", budget.remainingTokens());
        }
        return refusal;
    }

    private void settle(Tx tx, CallDao.Reservation held, CallEnd end) {
        LocalDate day = BudgetPeriod.DAY.startOf(held.startedAt());
        LocalDate month = BudgetPeriod.MONTH.startOf(held.startedAt());
        BigDecimal reserved = held.reservedUsd() == null ? BigDecimal.ZERO : held.reservedUsd();
        BigDecimal cost = end.costUsd() == null ? BigDecimal.ZERO : end.costUsd();
        SpendDao dao = tx.dao(SpendDao.class);
        for (long budget : held.budgetIds()) {
            dao.settle(
                    budget,
                    day,
                    month,
                    reserved,
                    held.reservedTokens(),
                    cost,
                    end.usage().total());
            notices.sendIfDue(tx, budget, held.startedAt());
        }
        tx.dao(CallDao.class).insertResult(held.callId(), end);
        tx.afterCommit(() -> count(held.model(), end));
    }

    private CallEnd lost(CallDao.Reservation held) {
        Instant now = clock.instant();
        return new CallEnd(
                held.model(),
                new TokenUsage(held.reservedTokens(), 0, 0, 0, false),
                held.reservedUsd(),
                Duration.between(held.startedAt(), now).toMillis(),
                null,
                "lost",
                "lost",
                null,
                now);
    }

    private void count(String model, CallEnd end) {
        metrics.counter(MetricName.of("ai_calls", "model", model, "finish", end.finish()))
                .inc();
        metrics.counter(MetricName.of("ai_tokens", "model", model, "direction", "input"))
                .inc(end.usage().input());
        metrics.counter(MetricName.of("ai_tokens", "model", model, "direction", "output"))
                .inc(end.usage().output());
        if (end.costUsd() != null) {
            // A counter holds whole numbers: millionths of a dollar.
            metrics.counter(MetricName.of("ai_cost_micro_usd", "model", model))
                    .inc(end.costUsd().movePointRight(6).longValue());
        }
    }
}
