package dev.gatehouse.ai;

import com.codahale.metrics.health.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How the providers did when they were last asked. Asking them just to see would cost money. */
final class ProviderHealth extends HealthCheck implements ModelCalls.Health {
    /** After which an old failure says nothing any more. */
    private static final Duration MEMORY = Duration.ofMinutes(2);

    private final Clock clock;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();

    private record Failure(String code, Instant at) {}

    ProviderHealth(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void answered(String provider) {
        failures.remove(provider);
    }

    @Override
    public void failed(String provider, String code) {
        failures.put(provider, new Failure(code, clock.instant()));
    }

    @Override
    protected Result check() {
        Instant since = clock.instant().minus(MEMORY);
        Map<String, String> failing = new TreeMap<>();
        failures.forEach((provider, failure) -> {
            if (failure.at().isAfter(since)) {
                failing.put(provider, failure.code());
            }
        });
        return failing.isEmpty() ? Result.healthy() : Result.unhealthy("the last call failed: " + failing);
    }
}
