package dev.gatehouse.monitoring;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Schedule;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks after the dependencies every five seconds, each in a thread of its own. What readiness depends on has a closer
 * schedule, that of Dropwizard's health module, and is only noted here.
 */
public final class HealthSchedule implements Managed {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Set<String> CRITICAL = Set.of("postgresql", "schema");
    private static final String METRIC = "health_check";

    private final MetricRegistry metrics;
    private final List<WatchedCheck> checks = new ArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "health-check");
        thread.setDaemon(true);
        return thread;
    });
    private final Schedule schedule =
            new Schedule("health").every("look after the dependencies", Duration.ZERO, EVERY, this::look);

    public HealthSchedule(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    /** The check as it is to be registered. */
    public HealthCheck watch(String name, HealthCheck check) {
        if (CRITICAL.contains(name)) {
            NotedCheck noted = new NotedCheck(check);
            metrics.gauge(MetricName.of(METRIC, "name", name), () -> () -> noted.wasHealthy ? 1 : 0);
            return noted;
        }
        WatchedCheck watched = new WatchedCheck(check, executor);
        checks.add(watched);
        metrics.gauge(MetricName.of(METRIC, "name", name), () -> () -> watched.isHealthy() ? 1 : 0);
        return watched;
    }

    @Override
    public void start() {
        schedule.start();
    }

    @Override
    public void stop() throws InterruptedException {
        schedule.stop();
        executor.shutdownNow();
    }

    private void look() {
        checks.forEach(WatchedCheck::look);
    }

    /** Remembers what was found, for the metrics. */
    private static final class NotedCheck extends HealthCheck {
        private final HealthCheck check;
        private volatile boolean wasHealthy;

        NotedCheck(HealthCheck check) {
            this.check = check;
        }

        @Override
        protected Result check() {
            Result result = check.execute();
            wasHealthy = result.isHealthy();
            return result;
        }
    }
}
