package dev.gatehouse.monitoring;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A health check that answers at once with what was found last. However often somebody asks, the dependency is asked by
 * the schedule alone, never twice at a time, and has two seconds to answer.
 */
final class WatchedCheck extends HealthCheck {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HealthCheck check;
    private final Executor executor;
    private CompletableFuture<Result> question = CompletableFuture.completedFuture(null);
    private volatile Result last = Result.unhealthy("not looked at yet");

    WatchedCheck(HealthCheck check, Executor executor) {
        this.check = check;
        this.executor = executor;
    }

    /** Asks again, unless the last question is still open. */
    synchronized void look() {
        if (!question.isDone()) {
            last = silent();
            return;
        }
        question = CompletableFuture.supplyAsync(check::execute, executor);
        question.copy()
                .completeOnTimeout(silent(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(result -> last = result);
    }

    boolean isHealthy() {
        return last.isHealthy();
    }

    @Override
    protected Result check() {
        return last;
    }

    private static Result silent() {
        return Result.unhealthy("no answer within %d s", PATIENCE.toSeconds());
    }
}
