package dev.gatehouse.db;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;

/**
 * Healthy if PostgreSQL answers in time. Never says more than that: the reason is in the log, not in a public answer.
 */
final class DatabaseHealthCheck extends HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final Executor executor;
    private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);

    DatabaseHealthCheck(Jdbi jdbi, Executor executor) {
        this.jdbi = jdbi;
        this.executor = executor;
    }

    @Override
    protected synchronized Result check() throws InterruptedException {
        if (question.isDone()) {
            question = CompletableFuture.runAsync(() -> jdbi.useHandle(handle -> handle.execute("SELECT 1")), executor);
        }
        try {
            question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Result.healthy();
        } catch (TimeoutException e) {
            return Result.unhealthy("no answer within %d s", PATIENCE.toSeconds());
        } catch (java.util.concurrent.ExecutionException e) {
            return Result.unhealthy("cannot be reached");
        }
    }
}
