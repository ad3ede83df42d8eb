package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What users, roles and everybody together may spend: set by administrators, on record. */
final class Budgets {
    private static final int MOST = 1_000;

    private final Storage storage;
    private final Clock clock;

    Budgets(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    List<Budget> all() {
        Instant now = clock.instant();
        return storage.database().with(BudgetDao.class, dao -> dao.all(day(now), month(now), MOST)).stream()
                .map(row -> row.at(now))
                .toList();
    }

    /** Those that calls of this user count against. */
    List<Budget> of(long userId) {
        Instant now = clock.instant();
        return storage.database().with(BudgetDao.class, dao -> dao.of(userId, day(now), month(now))).stream()
                .map(row -> row.at(now))
                .toList();
    }

    /**
     * @param period {@code null} for that of the month if there are two
     * @throws Refusal {@code not_found} (404)
     */
    Budget get(BudgetScope scope, BudgetPeriod period) {
        Instant now = clock.instant();
        return storage.database().with(BudgetDao.class, dao -> {
            Owner owner = owner(dao, scope);
            return dao.ofScope(owner.userId(), owner.roleId(), day(now), month(now)).stream()
                    .filter(row -> period == null || row.period() == period)
                    .findFirst()
                    .map(row -> row.at(now))
                    .orElseThrow(() -> Refusal.notFound("budget"));
        });
    }

    Budget put(Caller caller, BudgetScope scope, NewBudget wanted) {
        Instant now = clock.instant();
        storage.database().inTransaction(tx -> {
            put(tx, caller, scope, wanted, now);
            return null;
        });
        return get(scope, wanted.period());
    }

    private void put(Tx tx, Caller caller, BudgetScope scope, NewBudget wanted, Instant now) {
        BudgetDao dao = tx.dao(BudgetDao.class);
        Owner owner = owner(dao, scope);
        String period = wanted.period().text();
        long id = dao.put(owner.userId(), owner.roleId(), period, wanted.limitUsd(), wanted.limitTokens(), now);
        var start = wanted.period().startOf(now);
        SpendDao spend = tx.dao(SpendDao.class);
        spend.openWithLedger(id, start, start.atStartOfDay(ZoneOffset.UTC).toInstant());
        spend.forgetNotice(id, BudgetNotices.SHARE);
        storage.audit()
                .record(
                        tx,
                        AuditEvent.of("ai_budget.changed")
                                .by(caller)
                                .on("ai_budget", scope.text())
                                .with("period", period)
                                .with("limit_usd", wanted.limitUsd())
                                .with("limit_tokens", wanted.limitTokens()));
    }

    /**
     * @param period {@code null} for all of the scope
     * @throws Refusal {@code not_found} (404)
     */
    void remove(Caller caller, BudgetScope scope, BudgetPeriod period) {
        storage.database().inTransaction(tx -> {
            BudgetDao dao = tx.dao(BudgetDao.class);
            Owner owner = owner(dao, scope);
            List<String> gone = dao.remove(owner.userId(), owner.roleId(), period == null ? null : period.text());
            if (gone.isEmpty()) {
                throw Refusal.notFound("budget");
            }
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("ai_budget.removed")
                                    .by(caller)
                                    .on("ai_budget", scope.text())
                                    .with("periods", gone));
            return null;
        });
    }

    private record Owner(Long userId, Long roleId) {}

    private static Owner owner(BudgetDao dao, BudgetScope scope) {
        if (scope.userId() != null) {
            return new Owner(dao.user(scope.userId()).orElseThrow(() -> Refusal.notFound("user")), null);
        }
        if (scope.role() != null) {
            return new Owner(null, dao.role(scope.role()).orElseThrow(() -> Refusal.notFound("role")));
        }
        return new Owner(null, null);
    }

    private static java.time.LocalDate day(Instant now) {
        return BudgetPeriod.DAY.startOf(now);
    }

    private static java.time.LocalDate month(Instant now) {
        return BudgetPeriod.MONTH.startOf(now);
    }
}
