package dev.gatehouse;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.JarProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** SIGTERM drops nothing: not ready at once, served for a while, then drained. */
@Tag("promise-15")
class GracefulStopIT {
    private static final Duration SERVED = Duration.ofSeconds(3);

    @Test
    void nobodyWhoHeedsReadinessLosesARequest() throws Exception {
        try (JarProcess jar = new JarProcess()
                .with("health.delayedShutdownHandlerEnabled", "true")
                .with("health.shutdownWaitPeriod", SERVED.toSeconds() + "s")
                .start()) {
            Queue<String> failures = new ConcurrentLinkedQueue<>();
            AtomicBoolean routed = new AtomicBoolean(true);
            ExecutorService clients = Executors.newFixedThreadPool(4);
            for (int i = 0; i < 4; i++) {
                clients.execute(() -> callWhileRouted(jar, routed, failures));
            }
            Thread.sleep(1_000);

            jar.terminate();
            JarProcess.await("end of readiness", () -> !jar.isReady());
            assertThat(jar.api().get("/health/live").status()).isEqualTo(200);
            Thread.sleep(1_000);
            routed.set(false);
            clients.shutdown();

            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(jar.waitForEnd(Duration.ofSeconds(60))).isIn(0, 143);
            assertThat(failures).isEmpty();
        }
    }

    private static void callWhileRouted(JarProcess jar, AtomicBoolean routed, Queue<String> failures) {
        Map<String, String> credentials = Map.of("email", "admin@example.com", "password", "Admin123!");
        while (routed.get()) {
            try {
                Answer answer = jar.api().post("/api/v1/auth/login", credentials);
                if (answer.status() != 200) {
                    failures.add(answer.text());
                }
            } catch (UncheckedIOException e) {
                failures.add(e.toString());
            }
        }
    }
}
