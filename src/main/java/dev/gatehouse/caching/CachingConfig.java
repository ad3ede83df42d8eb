package dev.gatehouse.caching;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;

/**
 * {@code caching:} lists and single accounts, roles and permissions.
 *
 * @param enabled otherwise every answer comes from the database, and so does every look at the versions
 * @param lifetime of an answer in the cache; a change makes it unreachable long before
 * @param maxSize of all answers in memory, or of those that one replica puts into Redis within a lifetime
 */
public record CachingConfig(
        Boolean enabled,

        @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.DAYS)
        Duration lifetime,

        @MinDataSize(1_048_576) DataSize maxSize) {
    public CachingConfig {
        enabled = enabled == null || enabled;
        lifetime = lifetime == null ? Duration.seconds(300) : lifetime;
        maxSize = maxSize == null ? DataSize.mebibytes(32) : maxSize;
    }

    public static CachingConfig usual() {
        return new CachingConfig(null, null, null);
    }
}
