package dev.gatehouse.backup;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;

/** Unhealthy when the last attempt failed, or the newest backup is twice as old as it may become. */
final class BackupHealthCheck extends HealthCheck {
    private final ScheduledBackup backup;
    private final Duration limit;

    BackupHealthCheck(ScheduledBackup backup, Duration every) {
        this.backup = backup;
        this.limit = every.multipliedBy(2);
    }

    @Override
    protected Result check() {
        if (backup.isFailing()) {
            return Result.unhealthy("the last attempt failed");
        }
        return backup.age()
                .filter(age -> age.compareTo(limit) > 0)
                .map(age -> Result.unhealthy("the newest backup is %d hours old", age.toHours()))
                .orElseGet(Result::healthy);
    }
}
