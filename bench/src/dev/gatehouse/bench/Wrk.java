package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import java.util.stream.Stream;

/** Sends plain requests with wrk, where that is installed: it leaves more of a small machine to the service. */
final class Wrk {
    private static final Path SCRIPT = Path.of("bench/wrk.lua");

    private final Path requests;
    private final int connections;

    Wrk(Path target, int connections) {
        this.requests = target.resolve("bench/wrk-requests.txt");
        this.connections = connections;
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")));
    }

    Sample run(Operation operation, Timing timing) throws IOException, InterruptedException {
        List<String> lines = operation.plain().stream()
                .map(request -> request.path() + " " + Objects.requireNonNullElse(request.token(), "") + " "
                        + request.header())
                .toList();
        Files.write(requests, lines);
        try (Load warming = Load.start(operation.service(), operation.scripts(connections))) {
            new WarmUp(operation.service()).untilSteady(timing);
        }
        Cpu before = operation.service().cpu();
        String output = wrk(operation.service().port(), timing.measure());
        return parse(output, operation.service().cpu().since(before));
    }

    private String wrk(int port, double seconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "wrk",
                        "--threads=1",
                        "--connections=" + connections,
                        // Whole seconds are all it knows.
                        "--duration=" + Math.max(1, Math.round(seconds)),
                        "--script=" + SCRIPT,
                        "http://127.0.0.1:" + port,
                        "--",
                        requests.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("wrk failed: " + output);
        }
        return output;
    }

    /** The line that wrk.lua prints. It knows the number of bad answers, not their statuses. */
    private static Sample parse(String output, Cpu cpu) throws IOException {
        String line = output.lines()
                .filter(candidate -> candidate.startsWith("bench "))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk said: " + output));
        try (Scanner numbers = new Scanner(line.substring("bench ".length()))) {
            long count = numbers.nextLong();
            double seconds = numbers.nextLong() / 1e6;
            double p50 = numbers.nextLong() / 1e3;
            double p99 = numbers.nextLong() / 1e3;
            long refused = numbers.nextLong();
            long broken = numbers.nextLong();
            Map<Integer, Long> statuses = new HashMap<>(Map.of(200, count - refused));
            statuses.put(SOME_ERROR, refused);
            statuses.put(0, broken);
            statuses.values().removeIf(number -> number == 0);
            return new Sample(count, seconds, p50, p99, statuses, cpu);
        }
    }

    private static final int SOME_ERROR = 400;
}
