package dev.gatehouse.store;

import java.time.Duration;
import java.util.List;

/**
 * Whether something may happen now, and what is left.
 *
 * @param allowed only if every budget allows it; otherwise nothing was taken from any
 * @param states of the budgets, in their order
 * @param standIn whether this process decided alone, because the shared store is away
 */
public record Decision(boolean allowed, List<State> states, boolean standIn) {
    /**
     * One budget after the decision.
     *
     * @param remaining how often it may happen right now
     * @param retryAfter when it may happen again; zero if it may now
     * @param reset when the window ends
     */
    public record State(Quota quota, long remaining, Duration retryAfter, Duration reset) {}

    /** The budget that is nearest to its end; that with the longest wait if there is none left. */
    public State tightest() {
        State tightest = states.get(0);
        for (State state : states) {
            int wait = state.retryAfter().compareTo(tightest.retryAfter());
            if (wait > 0 || (wait == 0 && state.remaining() < tightest.remaining())) {
                tightest = state;
            }
        }
        return tightest;
    }
}
