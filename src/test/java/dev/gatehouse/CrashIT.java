package dev.gatehouse;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Kills everything in the middle of writes, again and again, and then counts what was acknowledged. */
@Tag("promise-1")
@Tag("promise-7")
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 20);
    private static final int WRITERS = 4;

    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();

    @Test
    void nothingAcknowledgedIsLostAndTheAuditChainHolds() throws InterruptedException {
        try (JarProcess jar = new JarProcess().with("audit.sealEvery", "200ms").start()) {
            for (int round = 0; round < ROUNDS; round++) {
                writeUntilKilled(jar, round);
                jar.start();
                Api admin = signedIn(jar);
                for (long id : acknowledged) {
                    admin.get("/api/v1/users/" + id).hasStatus(200);
                    Answer audit = admin.get("/api/v1/audit-logs?action=user.created&target_type=user&target_id=" + id);
                    assertThat(audit.json()).as("audit of user " + id).hasSize(1);
                }
            }
            Answer verdict = jar.admin().post("/tasks/verify-audit", null).hasStatus(200);
            assertThat(verdict.text()).containsIgnoringCase("intact");
            System.out.printf("%d kills, %d acknowledged writes, none lost%n", ROUNDS, acknowledged.size());
        }
    }

    /** Every other time the orphaned PostgreSQL is killed too. */
    private void writeUntilKilled(JarProcess jar, int round) throws InterruptedException {
        Api admin = signedIn(jar);
        AtomicBoolean going = new AtomicBoolean(true);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers.execute(() -> {
                while (going.get()) {
                    write(admin);
                }
            });
        }
        int before = acknowledged.size();
        JarProcess.await("a write", () -> acknowledged.size() > before);
        Thread.sleep(ThreadLocalRandom.current().nextInt(0, 1_200));
        jar.kill();
        if (round % 2 == 0) {
            jar.killPostgres();
        }
        going.set(false);
        writers.shutdown();
        assertThat(writers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    }

    private void write(Api admin) {
        try {
            Answer answer = admin.post(
                    "/api/v1/users",
                    Map.of(
                            "email", "crash" + number.incrementAndGet() + "@example.com",
                            "first_name", "Crash",
                            "last_name", "Test"));
            if (answer.status() == 201) {
                acknowledged.add(answer.number("id"));
            } else {
                assertThat(answer.status()).isEqualTo(503);
            }
        } catch (UncheckedIOException e) {
            // Not acknowledged, so nothing was promised.
            pause();
        }
    }

    private static Api signedIn(JarProcess jar) {
        Answer tokens = jar.api()
                .post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                .hasStatus(200);
        return jar.api().withToken(tokens.string("access_token"));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
