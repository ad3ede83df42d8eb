package dev.gatehouse.store;

import java.time.Duration;

/**
 * So many in so much time. The window of a key begins with its first use and then slides: what was used in the window
 * before counts for as much of it as the present one has not replaced yet.
 *
 * @param count at least 1
 * @param window at least a millisecond
 */
public record Quota(long count, Duration window) {
    public Quota {
        if (count < 1 || window.toMillis() < 1) {
            throw new IllegalArgumentException("A quota of " + count + " in " + window + " allows nothing");
        }
    }

    /** This one's part when several share it, at least 1. */
    public Quota dividedBy(int parts) {
        return new Quota(Math.max(1, count / parts), window);
    }
}
