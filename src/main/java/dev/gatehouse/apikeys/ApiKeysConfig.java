package dev.gatehouse.apikeys;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;

/**
 * {@code apiKeys:}
 *
 * @param maxLifetime of a key; also that of one whose owner names no end
 * @param maxPerUser keys in force
 * @param rotationOverlap how long a rotated key goes on if nobody says otherwise
 * @param noteUsesEvery how late, at most, it can be read when and from where a key was used
 */
public record ApiKeysConfig(
        @MinDuration(value = 1, unit = TimeUnit.HOURS) @MaxDuration(value = 3650, unit = TimeUnit.DAYS)
        Duration maxLifetime,

        @Min(1) @Max(1_000) Integer maxPerUser,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 7, unit = TimeUnit.DAYS)
        Duration rotationOverlap,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration noteUsesEvery) {
    public ApiKeysConfig {
        maxLifetime = maxLifetime == null ? Duration.days(365) : maxLifetime;
        maxPerUser = maxPerUser == null ? 50 : maxPerUser;
        rotationOverlap = rotationOverlap == null ? Duration.hours(24) : rotationOverlap;
        noteUsesEvery = noteUsesEvery == null ? Duration.seconds(30) : noteUsesEvery;
    }

    public static ApiKeysConfig usual() {
        return new ApiKeysConfig(null, null, null, null);
    }
}
