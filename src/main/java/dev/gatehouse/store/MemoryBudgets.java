package dev.gatehouse.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Budgets of this process alone. So many keys at most; those that nobody used for long give way. */
final class MemoryBudgets implements Budgets {
    private static final int STRIPES = 64;

    private final Clock clock;
    private final ConcurrentMap<String, Entry> entries;
    private final ReentrantLock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    private record Entry(Window window, long lengthMillis) {}

    MemoryBudgets(Clock clock, long maximumKeys) {
        this.clock = clock;
        this.entries = Caffeine.newBuilder()
                .executor(Runnable::run) // a few microseconds of tidying are less than waking another thread
                .maximumSize(maximumKeys)
                .expireAfter(Expiry.<String, Entry>writing((key, entry) -> Duration.ofMillis(2 * entry.lengthMillis())))
                .build()
                .asMap();
    }

    @Override
    public Decision take(List<Budget> budgets) {
        return change(budgets, 1, false);
    }

    @Override
    public Decision look(List<Budget> budgets) {
        return change(budgets, 0, false);
    }

    @Override
    public void giveBack(List<Budget> budgets) {
        change(budgets, -1, true);
    }

    /** Counts what another store has allowed, whatever is left here: this one may have to stand in for it. */
    void note(List<Budget> budgets) {
        change(budgets, 1, true);
    }

    @Override
    public void forget(List<Budget> budgets) {
        budgets.forEach(budget -> entries.remove(budget.storedUnder()));
    }

    private Decision change(List<Budget> budgets, int cost, boolean always) {
        int[] locks = budgets.stream()
                .mapToInt(budget -> Math.floorMod(budget.storedUnder().hashCode(), STRIPES))
                .sorted()
                .distinct()
                .toArray();
        for (int lock : locks) {
            stripes[lock].lock();
        }
        try {
            return changeLocked(budgets, cost, always);
        } finally {
            for (int lock : locks) {
                stripes[lock].unlock();
            }
        }
    }

    private Decision changeLocked(List<Budget> budgets, int cost, boolean always) {
        long now = clock.millis();
        int size = budgets.size();
        Window[] windows = new Window[size];
        boolean allowed = true;
        for (int i = 0; i < size; i++) {
            Budget budget = budgets.get(i);
            Entry entry = entries.get(budget.storedUnder());
            windows[i] = Window.at(
                    now,
                    entry == null ? null : entry.window(),
                    budget.quota().window().toMillis());
            allowed &= windows[i].allows(budget.quota(), now, Math.max(cost, 1));
        }
        Decision.State[] states = new Decision.State[size];
        for (int i = 0; i < size; i++) {
            Budget budget = budgets.get(i);
            if (cost != 0 && (allowed || always)) {
                windows[i] = windows[i].plus(cost);
                entries.put(
                        budget.storedUnder(),
                        new Entry(windows[i], budget.quota().window().toMillis()));
            }
            states[i] = windows[i].state(budget.quota(), now);
        }
        return new Decision(allowed, List.of(states), false);
    }
}
