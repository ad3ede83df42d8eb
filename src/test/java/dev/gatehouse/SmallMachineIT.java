package dev.gatehouse;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/** Little memory is enough, and a start is cheap. */
@EnabledOnOs(OS.LINUX)
class SmallMachineIT {
    private static final int CLIENTS = 8;
    private static final long SECONDS = 20;

    @Test
    void itServesMixedTrafficWithinFourHundredMebibytes() throws Exception {
        try (JarProcess jar = new JarProcess()
                .java("-Xmx160m")
                .java("-XX:+UseSerialGC")
                .java("-XX:+ExitOnOutOfMemoryError")
                .start()) {
            Set<Integer> statuses = drive(jar);

            assertThat(jar.isAlive()).isTrue();
            assertThat(statuses).isSubsetOf(200, 201, 503);
            assertThat(residentMebibytes(jar, "VmHWM")).isLessThanOrEqualTo(400);
        }
    }

    @Test
    void aSecondStartIsCheapAndIdlingTakesLittleMemory() throws Exception {
        try (JarProcess jar = new JarProcess().start()) {
            jar.terminate();
            jar.waitForEnd(java.time.Duration.ofSeconds(60));
            jar.start();
            double cpu = cpuSeconds(jar);
            Thread.sleep(5_000);
            long idle = residentMebibytes(jar, "VmRSS");
            System.out.printf("second start: %.2f CPU-seconds, idle %d MiB%n", cpu, idle);

            assertThat(idle).isLessThanOrEqualTo(300);
            // Six on a quiet machine; a busy one makes the same work dearer.
            assertThat(cpu).isLessThanOrEqualTo(9);
        }
    }

    private static Set<Integer> drive(JarProcess jar) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Set<Integer>>> results = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            results.add(clients.submit(() -> mixedTraffic(jar)));
        }
        Set<Integer> statuses = new TreeSet<>();
        for (Future<Set<Integer>> result : results) {
            statuses.addAll(result.get());
        }
        clients.shutdown();
        return statuses;
    }

    private static Set<Integer> mixedTraffic(JarProcess jar) {
        Set<Integer> statuses = new TreeSet<>();
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (System.nanoTime() < end) {
            Answer tokens =
                    jar.api().post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"));
            statuses.add(tokens.status());
            if (tokens.status() == 200) {
                Api admin = jar.api().withToken(tokens.string("access_token"));
                statuses.add(admin.get("/api/v1/users/me").status());
                statuses.add(admin.get("/api/v1/users?limit=1000").status());
                statuses.add(admin.get("/api/v1/audit-logs?limit=1000").status());
                statuses.add(admin.post("/api/v1/users", someone()).status());
                statuses.add(jar.api()
                        .post("/api/v1/auth/refresh", Map.of("refresh_token", tokens.string("refresh_token")))
                        .status());
            }
        }
        return statuses;
    }

    private static Map<String, Object> someone() {
        String email = "small" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE) + "@example.com";
        return Map.of("email", email, "first_name", "Small", "last_name", "Machine");
    }

    private static long residentMebibytes(JarProcess jar, String field) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + jar.pid() + "/status")).stream()
                .filter(text -> text.startsWith(field + ":"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }

    /** User and system time of all threads; the kernel counts in hundredths. */
    private static double cpuSeconds(JarProcess jar) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + jar.pid() + "/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / 100.0;
    }
}
