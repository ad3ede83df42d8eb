package dev.gatehouse.files;

import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.JarProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same bytes uploaded, copied as durably, and copied into the page cache: in turn, so that whatever else the machine
 * does happens to all of them.
 */
final class Rounds {
    private static final int FILES = 50;
    private static final int WARM_UP_TURNS = 4;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int WARM_UP_CLIENTS = 8;
    private static final int WARM_UP_UPLOADS = 100;

    private final JarProcess jar;
    private final String token;
    private final SentFile upload;
    private final PlainCopy copy;
    private final Api api;
    private final long bytes;

    /**
     * What one way of keeping fifty files took.
     *
     * @param cpuSeconds of who kept them: the service and PostgreSQL, or the threads that copy
     */
    private record Took(double seconds, double cpuSeconds) {}

    /** All rounds of one way. */
    private record Way(List<Took> rounds, long bytes) {
        double speed() {
            return bytes / 1e6 / median(Took::seconds);
        }

        double cpuSecondsPerGibibyte() {
            return median(Took::cpuSeconds) / bytes * (1 << 30);
        }

        private double median(ToDoubleFunction<Took> figure) {
            return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
        }

        @Override
        public String toString() {
            return String.format("%.0f MB/s, %.2f CPU-seconds for a GiB", speed(), cpuSecondsPerGibibyte());
        }
    }

    /** The medians of all rounds. */
    record Figures(Way uploads, Way durable, Way cached) {
        /** To what is as safe on the same disk. */
        double ratio() {
            return uploads.speed() / durable.speed();
        }

        @Override
        public String toString() {
            return String.format(
                    "%d of 10 MiB at once, medians of %d rounds%nuploaded: %s%ncopied as durably: %s; ratio %.2f%n"
                            + "copied into the page cache: %s; ratio %.2f",
                    FILES, uploads.rounds.size(), uploads, durable, ratio(), cached, uploads.speed() / cached.speed());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    Rounds(JarProcess jar, Path source, String token) throws IOException {
        this.jar = jar;
        this.token = token;
        this.upload = new SentFile(source, jar.port(), token);
        this.copy = new PlainCopy(source, Files.createDirectory(jar.folder().resolve("copies")));
        this.api = jar.api().withToken(token);
        this.bytes = FILES * Files.size(source);
    }

    /** What is measured is the service, not its compiler: small uploads teach it the way, large ones the bytes. */
    void warmUp() throws IOException {
        Path small = Files.writeString(jar.folder().resolve("small.txt"), "text");
        SentFile sent = new SentFile(small, jar.port(), token);
        for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
            AtOnce.all(WARM_UP_CLIENTS, i -> IntStream.range(0, WARM_UP_UPLOADS)
                    .map(j -> send(sent))
                    .sum());
            // The quota is a thousand.
            removeUploads();
        }
        run(WARM_UP_ROUNDS);
    }

    Figures run(int rounds) throws IOException {
        List<Took> uploads = new ArrayList<>();
        List<Took> durable = new ArrayList<>();
        List<Took> cached = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            durable.add(measured(List.of(ProcessHandle.current()), () -> copy.durable(FILES)));
            copy.remove(FILES);
            uploads.add(measured(service(), this::upload));
            removeUploads();
            cached.add(measured(List.of(ProcessHandle.current()), () -> copy.intoThePageCache(FILES)));
            copy.remove(FILES);
        }
        return new Figures(new Way(uploads, bytes), new Way(durable, bytes), new Way(cached, bytes));
    }

    /** Without what it has mapped of files, which is the page cache's. */
    long ownMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(jar.pid()), "status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private void upload() {
        assertThat(AtOnce.all(FILES, i -> send(upload)))
                .as("one status for all")
                .containsOnly(201);
    }

    private static int send(SentFile file) {
        try {
            return file.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeUploads() {
        for (String id : api.get("/api/v1/files/list?limit=1000").each("id")) {
            api.delete("/api/v1/files/" + id).hasStatus(204);
        }
    }

    private List<ProcessHandle> service() {
        return Stream.of(jar.pid(), jar.postgresPid())
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    private static Took measured(List<ProcessHandle> workers, Work work) throws IOException {
        Duration before = cpu(workers);
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Took(seconds, cpu(workers).minus(before).toMillis() / 1e3);
    }

    private static Duration cpu(List<ProcessHandle> processes) {
        return processes.stream()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
