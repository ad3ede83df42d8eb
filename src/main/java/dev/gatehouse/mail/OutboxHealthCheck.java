package dev.gatehouse.mail;

import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.db.Database;
import java.time.Clock;
import java.time.Duration;

/** Unhealthy while a mail has been waiting for longer than people do. */
final class OutboxHealthCheck extends HealthCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Database db;
    private final Clock clock;

    OutboxHealthCheck(Database db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    protected Result check() {
        return db.with(OutboxDao.class, OutboxDao::oldestWaiting)
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .filter(age -> age.compareTo(PATIENCE) > 0)
                .map(age -> Result.unhealthy("the oldest mail has been waiting for %d s", age.toSeconds()))
                .orElseGet(Result::healthy);
    }
}
