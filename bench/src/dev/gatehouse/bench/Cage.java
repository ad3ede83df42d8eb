package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As much memory and CPU as a container would get, by control groups: for one process, without a container. */
final class Cage implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 100_000;

    private final List<Path> groups = new ArrayList<>();
    private final double cores;
    private final long mebibytes;
    private final boolean unified = Files.exists(ROOT.resolve("cgroup.controllers"));

    /** @throws IOException if this machine does not let us: it needs root and writable control groups */
    Cage(double cores, long mebibytes) throws IOException {
        this.cores = cores;
        this.mebibytes = mebibytes;
        String name = "gatehouse-load-" + ProcessHandle.current().pid();
        long quota = Math.round(cores * PERIOD_MICROS);
        if (unified) {
            Path group = make(ROOT.resolve(name));
            Files.writeString(group.resolve("memory.max"), Long.toString(mebibytes << 20));
            Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
        } else {
            Path memory = make(ROOT.resolve("memory").resolve(name));
            Files.writeString(memory.resolve("memory.limit_in_bytes"), Long.toString(mebibytes << 20));
            Path cpu = make(ROOT.resolve("cpu").resolve(name));
            Files.writeString(cpu.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
            Files.writeString(cpu.resolve("cpu.cfs_quota_us"), Long.toString(quota));
        }
    }

    /** What has to stand in front of a command that is to run inside. */
    List<String> prefix() {
        StringBuilder enter = new StringBuilder();
        groups.forEach(group -> enter.append("echo $$ > ").append(group).append("/cgroup.procs; "));
        return List.of("/bin/sh", "-c", enter + "exec \"$@\"", "cage");
    }

    /** Memory of the group in MiB, page cache of its files included, as the kernel counts it against the limit. */
    double usedMebibytes() {
        Path file = unified
                ? groups.get(0).resolve("memory.current")
                : groups.get(0).resolve("memory.usage_in_bytes");
        try {
            return Long.parseLong(Files.readString(file).strip()) / 1024.0 / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the kernel has killed something inside for want of memory. */
    long kills() {
        Path file = groups.get(0).resolve(unified ? "memory.events" : "memory.oom_control");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return cores + " CPU, " + mebibytes + " MiB (control group)";
    }

    @Override
    public void close() {
        for (Path group : groups) {
            try {
                Files.deleteIfExists(group);
            } catch (IOException e) {
                System.err.println(group + " is left: " + e.getMessage());
            }
        }
    }

    private Path make(Path group) throws IOException {
        Files.createDirectory(group);
        groups.add(group);
        return group;
    }
}
