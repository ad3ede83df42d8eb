package dev.gatehouse.ai;

import dev.gatehouse.kernel.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** How many models one account may keep busy at a time: nobody takes all the places there are. */
final class CallerPlaces {
    private final int most;
    private final Map<Long, Integer> taken = new ConcurrentHashMap<>();

    CallerPlaces(int most) {
        this.most = most;
    }

    /** @throws Refusal {@code rate_limited} (429) if this account has as many already */
    <T> T run(long userId, Supplier<T> work) {
        enter(userId);
        try {
            return work.get();
        } finally {
            taken.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
        }
    }

    private void enter(long userId) {
        taken.compute(userId, (id, count) -> {
            int now = count == null ? 0 : count;
            if (now >= most) {
                throw Refusal.tooManyRequests(
                                "You have " + most + " AI calls under way; wait for one to end.", Duration.ofSeconds(1))
                        .with("policy", "ai-concurrent");
            }
            return now + 1;
        });
    }
}
