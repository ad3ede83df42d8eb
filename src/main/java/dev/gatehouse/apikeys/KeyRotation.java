package dev.gatehouse.apikeys;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;

/**
 * How a key is replaced.
 *
 * @param overlap how long the old one goes on, {@code 90m} or {@code 2d}; {@code null} for what the service is set to
 */
public record KeyRotation(
        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 7, unit = TimeUnit.DAYS)
        Duration overlap) {}
