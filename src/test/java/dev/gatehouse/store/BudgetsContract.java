package dev.gatehouse.store;

import dev.gatehouse.testing.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every store of budgets keeps. */
abstract class BudgetsContract {
    private static final Duration LONG = Duration.ofMinutes(10);

    abstract Budgets budgets();

    @Test
    void soManyAreAllowedAndNotOneMore() {
        Budget three = budget(3, LONG);
        for (int left = 2; left >= 0; left--) {
            Decision decision = budgets().take(List.of(three));
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.tightest().remaining()).isEqualTo(left);
        }

        Decision refused = budgets().take(List.of(three));

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.tightest().retryAfter()).isBetween(LONG.minusSeconds(5), LONG.multipliedBy(2));
        assertThat(refused.tightest().reset()).isBetween(LONG.minusSeconds(5), LONG);
    }

    @Test
    void ofManyAtOnceOnlySoManyPass() {
        Budget budget = budget(50, LONG);

        List<Boolean> allowed =
                AtOnce.all(200, i -> budgets().take(List.of(budget)).allowed());

        assertThat(allowed.stream().filter(yes -> yes)).hasSize(50);
    }

    @Test
    void whatOneBudgetRefusesIsTakenFromNone() {
        Budget narrow = budget(1, LONG);
        Budget wide = budget(10, LONG);
        assertThat(budgets().take(List.of(wide, narrow)).allowed()).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(budgets().take(List.of(wide, narrow)).allowed()).isFalse();
        }

        Decision look = budgets().look(List.of(wide));

        assertThat(look.allowed()).isTrue();
        assertThat(look.tightest().remaining()).isEqualTo(9);
    }

    @Test
    void theTightestOfSeveralIsTold() {
        Decision decision = budgets().take(List.of(budget(5, LONG), budget(3, LONG), budget(9, LONG)));

        assertThat(decision.tightest().quota().count()).isEqualTo(3);
        assertThat(decision.states()).extracting(Decision.State::remaining).containsExactly(4L, 2L, 8L);
    }

    @Test
    void lookingTakesNothingAndGivingBackAndForgettingUndo() {
        List<Budget> one = List.of(budget(1, LONG));
        assertThat(budgets().look(one).allowed()).isTrue();
        assertThat(budgets().take(one).allowed()).isTrue();
        assertThat(budgets().look(one).allowed()).isFalse();
        budgets().giveBack(one);
        assertThat(budgets().take(one).allowed()).isTrue();
        budgets().forget(one);
        assertThat(budgets().take(one).allowed()).isTrue();
        budgets().giveBack(one);
        budgets().giveBack(one);
        assertThat(budgets().take(one).allowed()).isTrue();
        assertThat(budgets().take(one).allowed())
                .as("giving back twice gives one")
                .isFalse();
    }

    @Test
    void afterTheWindowItBeginsAnewAndWhoWaitsAsLongAsToldComesThrough() throws InterruptedException {
        List<Budget> budget = List.of(budget(4, Duration.ofMillis(400)));
        for (int i = 0; i < 4; i++) {
            assertThat(budgets().take(budget).allowed()).isTrue();
        }
        for (int round = 0; round < 6; round++) {
            Decision refused = budgets().take(budget);
            if (!refused.allowed()) {
                Thread.sleep(refused.tightest().retryAfter().toMillis() + 2);
                assertThat(budgets().take(budget).allowed())
                        .as("round " + round)
                        .isTrue();
            }
        }
        Thread.sleep(900);
        assertThat(budgets().look(budget).tightest().remaining()).isEqualTo(4);
    }

    @Test
    void whoKeepsAskingGetsHisQuotaAndLittleMore() throws InterruptedException {
        List<Budget> budget = List.of(budget(20, Duration.ofMillis(500)));
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        int allowed = 0;
        while (System.nanoTime() < end) {
            allowed += budgets().take(budget).allowed() ? 1 : 0;
            Thread.sleep(1);
        }
        // Four windows, and the sliding remainder of one.
        assertThat(allowed).isBetween(70, 100);
    }

    private static Budget budget(long count, Duration window) {
        return new Budget("contract:" + UUID.randomUUID(), new Quota(count, window));
    }
}
