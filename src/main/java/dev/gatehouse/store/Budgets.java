package dev.gatehouse.store;

import java.util.List;

/** Counts what is used of budgets. All replicas that share a store share the budgets. */
public interface Budgets {
    /** Takes one from each budget, or nothing from any if one of them has not enough. */
    Decision take(List<Budget> budgets);

    /** As {@link #take} would decide, without taking. */
    Decision look(List<Budget> budgets);

    /** Gives one back to each: it turned out not to count. */
    void giveBack(List<Budget> budgets);

    /** Forgets what was used. */
    void forget(List<Budget> budgets);
}
