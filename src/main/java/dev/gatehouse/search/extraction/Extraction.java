package dev.gatehouse.search.extraction;

import dev.gatehouse.search.extraction.ExtractionFailure.Reason;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the text out of documents. What needs a real parser is read in a process of its own with little memory, little
 * time and nothing of ours in its environment.
 */
public final class Extraction {
    private final Limits limits;
    private final Semaphore places;

    /**
     * @param memory of a reading process, as {@code -Xmx} takes it
     * @param atOnce reading processes
     */
    public record Limits(Duration time, String memory, int maxChars, int atOnce) {}

    public Extraction(Limits limits) {
        this.limits = limits;
        this.places = new Semaphore(limits.atOnce(), true);
    }

    public DocumentText read(DocumentKind kind, byte[] bytes) throws ExtractionFailure, InterruptedException {
        if (!kind.needsProcess()) {
            return PlainReader.read(bytes, limits.maxChars());
        }
        places.acquire();
        try {
            return readInProcess(kind, bytes);
        } finally {
            places.release();
        }
    }

    private DocumentText readInProcess(DocumentKind kind, byte[] bytes) throws ExtractionFailure, InterruptedException {
        Process process = start(kind);
        CompletableFuture<Boolean> late = new CompletableFuture<Boolean>()
                .completeOnTimeout(true, limits.time().toMillis(), TimeUnit.MILLISECONDS);
        // Ends both a write and a read that would wait for ever.
        late.thenAccept(isLate -> {
            if (isLate) {
                process.destroyForcibly();
            }
        });
        try {
            send(process, bytes);
            return Wire.receive(
                    new DataInputStream(new BufferedInputStream(process.getInputStream())), limits.maxChars());
        } catch (IOException e) {
            throw new ExtractionFailure(late.isDone() ? Reason.TOO_SLOW : howItEnded(process), e);
        } finally {
            late.complete(false);
            process.destroyForcibly();
        }
    }

    /** A process that ends before it has read everything says why in what it wrote. */
    private static void send(Process process, byte[] bytes) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(bytes);
        } catch (IOException ignored) {
            // Reading its answer tells more than this.
        }
    }

    private Process start(DocumentKind kind) throws ExtractionFailure {
        ProcessBuilder builder = new ProcessBuilder(command(kind));
        builder.environment().clear();
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ExtractionFailure(Reason.READER_FAILED, e);
        }
    }

    private List<String> command(DocumentKind kind) {
        String temporary = System.getProperty("java.io.tmpdir");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + limits.memory(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                // Which fonts the machine has: looked up once and not for each document.
                "-Dpdfbox.fontcache=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                ReaderProcess.class.getName(),
                kind.name(),
                Integer.toString(limits.maxChars()));
    }

    /** The JVM ends with 3 when it is out of memory; a kernel that has none left kills it with signal 9. */
    private static Reason howItEnded(Process process) throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.SECONDS)) {
            return Reason.READER_FAILED;
        }
        return process.exitValue() == 3 ? Reason.TOO_COMPLEX : Reason.READER_FAILED;
    }
}
