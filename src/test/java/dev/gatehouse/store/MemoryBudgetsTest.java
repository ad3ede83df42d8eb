package dev.gatehouse.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryBudgetsTest extends BudgetsContract {
    private final MemoryBudgets budgets = new MemoryBudgets(Clock.systemUTC(), 10_000);

    @Override
    Budgets budgets() {
        return budgets;
    }

    @Test
    void aDecisionTakesMicroseconds() {
        Quota minute = new Quota(1_000_000_000, Duration.ofMinutes(1));
        Quota hour = new Quota(1_000_000_000, Duration.ofHours(1));
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                String key = "key" + i % 1_000;
                budgets.take(List.of(new Budget(key, minute), new Budget(key, hour)));
            }
            best = Math.min(best, (System.nanoTime() - begun) / 10_000);
        }
        System.out.println("A decision about two windows in memory: " + best + " ns");
        assertThat(best).isLessThan(5_000);
    }

    @Test
    void manyKeysDoNotFillTheMemory() {
        MemoryBudgets small = new MemoryBudgets(Clock.systemUTC(), 1_000);
        for (int i = 0; i < 50_000; i++) {
            assertThat(small.take(List.of(new Budget("k" + i, new Quota(5, Duration.ofHours(1)))))
                            .allowed())
                    .isTrue();
        }
    }
}
