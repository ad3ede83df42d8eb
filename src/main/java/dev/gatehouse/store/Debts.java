package dev.gatehouse.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ObjIntConsumer;

/**
 * What this process allowed while the shared store was away, and the store has yet to hear of: otherwise every outage,
 * however short, would be worth a second budget.
 */
final class Debts {
    private final ConcurrentMap<Budget, Integer> owed;

    Debts(long maximumKeys) {
        this.owed = Caffeine.newBuilder()
                .maximumSize(maximumKeys)
                .expireAfter(Expiry.<Budget, Integer>writing(
                        (budget, times) -> budget.quota().window().multipliedBy(2)))
                .build()
                .asMap();
    }

    void add(List<Budget> budgets) {
        budgets.forEach(budget -> owed.merge(budget, 1, Integer::sum));
    }

    void takeBack(List<Budget> budgets) {
        budgets.forEach(budget -> owed.computeIfPresent(budget, (key, times) -> times > 1 ? times - 1 : null));
    }

    void forget(List<Budget> budgets) {
        budgets.forEach(owed::remove);
    }

    /** @param creditor if he throws, the debt stays */
    void settle(List<Budget> budgets, ObjIntConsumer<Budget> creditor) {
        if (owed.isEmpty()) {
            return;
        }
        for (Budget budget : budgets) {
            Integer times = owed.remove(budget);
            if (times == null) {
                continue;
            }
            try {
                creditor.accept(budget, times);
            } catch (RuntimeException e) {
                owed.merge(budget, times, Integer::sum);
                throw e;
            }
        }
    }
}
