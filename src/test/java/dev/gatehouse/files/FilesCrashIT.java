package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

/** Kills the service in the middle of uploads and deletions, again and again: rows and bytes agree afterwards. */
@Tag("promise-1")
@Tag("promise-14")
class FilesCrashIT {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 20);
    private static final int WRITERS = 4;
    private static final int LARGEST = 400_000;

    /** Acknowledged and not deleted since, by id; the size tells which text it was. */
    private final Map<String, Integer> kept = new ConcurrentHashMap<>();

    private final AtomicInteger uploads = new AtomicInteger();

    @Test
    void rowsAndBytesAgreeWheneverItDies() throws InterruptedException {
        try (JarProcess jar = new JarProcess()
                .with("files.quotas.everybody.files", "100000")
                .with("files.quotas.everybody.bytes", "100GiB")
                .start()) {
            for (int round = 0; round < ROUNDS; round++) {
                writeUntilKilled(jar);
                jar.start();
                Api ann = signedIn(jar);
                Answer report = jar.admin()
                        .post("/tasks/sweep-files?unclaimed=0s", null)
                        .hasStatus(200);
                assertThat(report.text())
                        .as("round " + round)
                        .contains(
                                "files without their bytes: 0\n", "bytes without a row: 0\n", "quotas set right: 0\n");
                everythingIsWhole(ann);
                assertThat(jar.admin()
                                .post("/tasks/sweep-files?unclaimed=0s", null)
                                .text())
                        .as("there was nothing left to remove")
                        .contains("places removed: 0\n", "interrupted uploads removed: 0\n");
            }
            System.out.printf(
                    "%d kills during %d uploads, %d files kept, all whole%n", ROUNDS, uploads.get(), kept.size());
        }
    }

    /** What is listed can be downloaded as it was; what was acknowledged is listed. */
    private void everythingIsWhole(Api ann) {
        Map<String, Integer> listed = new ConcurrentHashMap<>();
        String next = "/api/v1/files/list?limit=1000";
        while (!next.isEmpty()) {
            Answer page = ann.get(next).hasStatus(200);
            page.json()
                    .forEach(file -> listed.put(
                            file.path("id").asText(), file.path("size").asInt()));
            next = page.header("Link").replaceAll("^<|>.*$", "");
        }
        assertThat(listed).containsAllEntriesOf(kept);
        listed.entrySet().stream().limit(50).forEach(file -> {
            HttpResponse<byte[]> download = ann.bytes("/api/v1/files/download/" + file.getKey());
            assertThat(download.statusCode()).isEqualTo(200);
            assertThat(download.body()).isEqualTo(text(file.getValue()));
        });
        kept.putAll(listed);
    }

    private void writeUntilKilled(JarProcess jar) throws InterruptedException {
        Api ann = signedIn(jar);
        AtomicBoolean going = new AtomicBoolean(true);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers.execute(() -> {
                while (going.get()) {
                    step(ann);
                }
            });
        }
        int before = uploads.get();
        JarProcess.await("an upload", () -> uploads.get() > before);
        Thread.sleep(ThreadLocalRandom.current().nextInt(0, 1_500));
        jar.kill();
        going.set(false);
        writers.shutdown();
        assertThat(writers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    }

    private void step(Api ann) {
        try {
            if (ThreadLocalRandom.current().nextInt(3) == 0 && !kept.isEmpty()) {
                delete(ann);
            } else {
                upload(ann);
            }
        } catch (UncheckedIOException e) {
            pause();
        }
    }

    private void upload(Api ann) {
        int size = ThreadLocalRandom.current().nextInt(1, LARGEST);
        Answer answer = ann.upload("/api/v1/files/upload", "a.txt", text(size));
        if (answer.status() == 201) {
            kept.put(answer.string("id"), size);
            uploads.incrementAndGet();
        } else {
            assertThat(answer.status()).isEqualTo(503);
        }
    }

    private void delete(Api ann) {
        String id = kept.keySet().iterator().next();
        // Whatever becomes of the request: it may have been done.
        if (kept.remove(id) != null) {
            assertThat(ann.delete("/api/v1/files/" + id).status()).isIn(204, 503);
        }
    }

    private static byte[] text(int size) {
        return ("" + size % 10).repeat(size).getBytes(StandardCharsets.US_ASCII);
    }

    private static Api signedIn(JarProcess jar) {
        Answer tokens = jar.api()
                .post("/api/v1/auth/login", Map.of("email", "user@example.com", "password", "User123!"))
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
