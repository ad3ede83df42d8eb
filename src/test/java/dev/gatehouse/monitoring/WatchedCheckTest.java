package dev.gatehouse.monitoring;

import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.testing.JarProcess;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A check that answers at once, whatever its dependency does. */
class WatchedCheckTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private final WatchedCheck watched = new WatchedCheck(
            new HealthCheck() {
                @Override
                protected Result check() throws InterruptedException {
                    asked.incrementAndGet();
                    answer.await();
                    return Result.healthy();
                }
            },
            executor);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void askingOftenCostsTheDependencyNothing() {
        answer.countDown();
        watched.look();
        JarProcess.await("answer", watched::isHealthy);

        for (int i = 0; i < 1000; i++) {
            assertThat(watched.execute().isHealthy()).isTrue();
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void aDependencyThatIsSilentIsUnhealthyAfterTwoSecondsAndIsNotAskedAgainMeanwhile() {
        watched.look();
        JarProcess.await("time-out", () -> watched.execute().getMessage().equals("no answer within 2 s"));

        watched.look();
        watched.look();
        assertThat(asked).hasValue(1);
        assertThat(watched.isHealthy()).isFalse();

        answer.countDown();
        JarProcess.await("health", () -> {
            watched.look();
            return watched.isHealthy();
        });
    }

    @Test
    void nobodyIsHealthyBeforeItWasLookedAt() {
        assertThat(watched.execute().isHealthy()).isFalse();
        assertThat(watched.execute().getMessage()).isEqualTo("not looked at yet");
    }
}
