package dev.gatehouse.ai;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;

/**
 * {@code ai.limits:} how many calls of models there may be at a time; how many in a minute is a rate limit.
 *
 * @param concurrent in this process
 * @param perCaller of one account in this process
 * @param heartbeat how often a stream shows that it lives while the model is silent; how soon we learn that nobody
 *     listens any more
 */
public record AiLimitsConfig(
        @Min(1) @Max(900) Integer concurrent,
        @Min(1) @Max(900) Integer perCaller,

        @MinDuration(value = 50, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 15, unit = TimeUnit.SECONDS)
        Duration heartbeat) {
    public AiLimitsConfig {
        concurrent = concurrent == null ? 64 : concurrent;
        perCaller = perCaller == null ? 4 : perCaller;
        // The first write to a connection that was closed still succeeds: two fit into a second.
        heartbeat = heartbeat == null ? Duration.milliseconds(300) : heartbeat;
    }

    static AiLimitsConfig usual() {
        return new AiLimitsConfig(null, null, null);
    }
}
