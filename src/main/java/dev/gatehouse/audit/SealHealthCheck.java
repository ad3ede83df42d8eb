package dev.gatehouse.audit;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;

/** Unhealthy once rows wait for their seal ten times longer than they should. */
final class SealHealthCheck extends HealthCheck {
    private static final int PATIENCE = 10;

    private final SealLag lag;
    private final Duration patience;

    SealHealthCheck(SealLag lag, Duration sealEvery) {
        this.lag = lag;
        this.patience = sealEvery.multipliedBy(PATIENCE);
    }

    @Override
    protected Result check() {
        Duration age = lag.age();
        return age.compareTo(patience) > 0
                ? Result.unhealthy("rows have been waiting to be sealed for %d s", age.toSeconds())
                : Result.healthy();
    }
}
