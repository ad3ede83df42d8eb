package dev.gatehouse.sessions;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must become true in time. */
final class Eventually {
    private Eventually() {}

    /** @return whether it became true within so many milliseconds */
    static boolean within(long milliseconds, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMillis(milliseconds).toNanos();
        do {
            if (condition.getAsBoolean()) {
                return true;
            }
            pause();
        } while (System.nanoTime() < end);
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
