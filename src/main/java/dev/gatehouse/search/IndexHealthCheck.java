package dev.gatehouse.search;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;

/** Unhealthy while the index cannot be used, or has been behind the database for longer than a search forgives. */
final class IndexHealthCheck extends HealthCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KeptIndex index;
    private final Lag lag;

    IndexHealthCheck(KeptIndex index, Lag lag) {
        this.index = index;
        this.lag = lag;
    }

    @Override
    protected Result check() {
        if (index.trouble().isPresent()) {
            return Result.unhealthy(index.trouble().get());
        }
        return lag.age().compareTo(PATIENCE) > 0
                ? Result.unhealthy(
                        "%d files behind the database for %d s",
                        lag.files(), lag.age().toSeconds())
                : Result.healthy();
    }
}
