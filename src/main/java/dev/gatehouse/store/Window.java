package dev.gatehouse.store;

import java.time.Duration;

/**
 * The arithmetic of a sliding window, the same for every store: all that a key needs to remember is when its window
 * began, what was used in it, and what in the one before.
 *
 * @param began milliseconds since the epoch
 */
record Window(long began, long used, long usedBefore) {
    /** The window in which {@code now} lies. */
    static Window at(long now, Window last, long length) {
        if (last == null || now >= last.began + 2 * length || now < last.began) {
            return new Window(now, 0, 0);
        }
        return now < last.began + length ? last : new Window(last.began + length, 0, last.used);
    }

    boolean allows(Quota quota, long now, long cost) {
        return weighted(quota, now) + cost <= quota.count();
    }

    Window plus(long cost) {
        return new Window(began, Math.max(0, used + cost), usedBefore);
    }

    Decision.State state(Quota quota, long now) {
        long length = quota.window().toMillis();
        long remaining = Math.max(0, (long) Math.floor(quota.count() - weighted(quota, now)));
        return new Decision.State(
                quota,
                remaining,
                remaining > 0 ? Duration.ZERO : Duration.ofMillis(wait(quota, now)),
                Duration.ofMillis(Math.max(0, began + length - now)));
    }

    /** What counts now, of this window and the one before. */
    private double weighted(Quota quota, long now) {
        double length = quota.window().toMillis();
        return used + usedBefore * Math.max(0, length - (now - began)) / length;
    }

    /** Milliseconds until one more is allowed. */
    private long wait(Quota quota, long now) {
        long length = quota.window().toMillis();
        long elapsed = now - began;
        if (used < quota.count() && usedBefore > 0) {
            double share = 1 - (double) (quota.count() - used - 1) / usedBefore;
            return Math.max(1, (long) Math.ceil(share * length) - elapsed);
        }
        double share = used == 0 ? 0 : 1 - (double) (quota.count() - 1) / used;
        return Math.max(1, length - elapsed + (long) Math.ceil(Math.max(0, share) * length));
    }
}
