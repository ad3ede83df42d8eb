package dev.gatehouse.store;

import dev.gatehouse.kernel.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/**
 * {@code store: {type: redis}}
 *
 * @param url {@code redis://host:6379/0} or {@code rediss://…}, with {@code user:password@} if need be
 * @param timeout for connecting and for every answer
 * @param maxConnections at the same time
 * @param maxKeys how many this process remembers at most, for when Redis is away
 */
public record RedisStoreConfig(
        @NotNull Secret url,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.SECONDS)
        Duration timeout,

        @Min(1) @Max(1_000) Integer maxConnections,
        @Min(1_000) @Max(100_000_000) long maxKeys)
        implements StoreConfig {
    public RedisStoreConfig {
        timeout = timeout == null ? Duration.milliseconds(250) : timeout;
        maxConnections = maxConnections == null ? 16 : maxConnections;
        maxKeys = maxKeys == 0 ? 200_000 : maxKeys;
    }
}
