package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All figures of one run, and the file they are kept in. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final Machine machine;
    private final int users;
    private final int connections;
    private final Map<String, Sample> samples = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();
    private Start start;
    private double makeRunCpuSeconds;
    private double loadedMebibytes;
    private RawCost raw;
    private Contention contention;

    Results(Machine machine, int users, int connections) {
        this.machine = machine;
        this.users = users;
        this.connections = connections;
    }

    void started(Start figures) {
        start = figures;
    }

    /** @param cpuSeconds of the JVM until it was ready */
    void startedAsMakeRunDoes(double cpuSeconds) {
        makeRunCpuSeconds = cpuSeconds;
    }

    void measured(String name, Sample sample) {
        samples.put(name, sample);
    }

    void failed(String name) {
        failed.add(name);
    }

    /** Operations that could not be measured at all. */
    List<String> failed() {
        return failed;
    }

    void measured(RawCost cost) {
        raw = cost;
    }

    void measured(Contention contended) {
        contention = contended;
    }

    void afterLoad(double mebibytes) {
        loadedMebibytes = mebibytes;
    }

    Optional<Sample> sample(String name) {
        return Optional.ofNullable(samples.get(name));
    }

    Map<String, Sample> samples() {
        return samples;
    }

    Start start() {
        return start;
    }

    double makeRunCpuSeconds() {
        return makeRunCpuSeconds;
    }

    double loadedMebibytes() {
        return loadedMebibytes;
    }

    Optional<RawCost> raw() {
        return Optional.ofNullable(raw);
    }

    Optional<Contention> contention() {
        return Optional.ofNullable(contention);
    }

    /** Times the bare resource, in CPU. */
    Optional<Double> timesBare(Sample sample) {
        return sample("bare").map(bare -> sample.sumPer1000() / bare.sumPer1000());
    }

    Path write(List<Promise> promises) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("users", users);
        all.put("connections", connections);
        all.put("start", start);
        all.put("make_run_cpu_seconds", makeRunCpuSeconds);
        all.put("loaded_mebibytes", loadedMebibytes);
        Map<String, Object> operations = new LinkedHashMap<>();
        samples.forEach((name, sample) -> operations.put(name, JSON.valueToTree(sample)));
        all.put("operations", operations);
        all.put("failed", failed);
        all.put("raw", raw);
        all.put("contention", contention);
        all.put("promises", promises);
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        Path file = Files.createDirectories(Path.of("bench/results")).resolve(time + ".json");
        JSON.writeValue(file.toFile(), all);
        return file;
    }

    /** CPU-seconds per 1,000 requests by operation, as an earlier run wrote them. */
    static Map<String, Double> readSums(Path file) throws IOException {
        Map<String, Double> sums = new LinkedHashMap<>();
        JsonNode operations = JSON.readTree(file.toFile()).path("operations");
        operations.properties().forEach(entry -> {
            JsonNode cpu = entry.getValue().path("cpu");
            double seconds = cpu.path("jvm").asDouble() + cpu.path("postgres").asDouble();
            sums.put(
                    entry.getKey(),
                    seconds * 1000 / entry.getValue().path("requests").asLong());
        });
        return sums;
    }
}
