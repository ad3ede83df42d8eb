package dev.gatehouse.search;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far the index of this replica is behind the database. */
final class Lag {
    private final Clock clock;
    private volatile int files;
    private volatile Instant behindSince;

    Lag(Clock clock) {
        this.clock = clock;
        this.behindSince = clock.instant();
    }

    void behind(int waiting) {
        files = waiting;
        if (behindSince == null) {
            behindSince = clock.instant();
        }
    }

    void isCurrent() {
        files = 0;
        behindSince = null;
    }

    /** Files that are known to have changed and are not in the index as they are now. */
    int files() {
        return files;
    }

    /** For how long it has not been at what the database holds. */
    Duration age() {
        Instant since = behindSince;
        return since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    }
}
