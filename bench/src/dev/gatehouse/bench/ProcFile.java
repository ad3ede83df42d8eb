package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what Linux knows of a process; see proc(5). */
final class ProcFile {
    private static final Path PROC = Path.of("/proc");
    /** USER_HZ, the same on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;
    // Counted from the field after the name, which may itself contain blanks.
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcFile() {}

    static boolean available() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** CPU-seconds of one process, without those it started. */
    static double cpuSeconds(long pid) {
        return sum(fields(statText(PROC.resolve(Long.toString(pid)))), USER, USER + 1);
    }

    /** CPU-seconds that the threads of a JVM which compile have taken. */
    static double cpuSecondsOfCompilers(long pid) {
        double seconds = 0;
        for (Path thread : numbered(PROC.resolve(pid + "/task"))) {
            String text = statText(thread);
            if (text != null && text.contains(" CompilerThre")) {
                seconds += sum(fields(text), USER, USER + 1);
            }
        }
        return seconds;
    }

    /** CPU-seconds of a process and of all below it, those included that have ended meanwhile. */
    static double cpuSecondsOfTree(long root) {
        Map<Long, String[]> all = everybody();
        Deque<Long> open = new ArrayDeque<>(List.of(root));
        double seconds = 0;
        while (!open.isEmpty()) {
            long pid = open.pop();
            // A parent adopts the time of a child that ends.
            seconds += sum(all.getOrDefault(pid, new String[0]), USER, CHILDREN_SYSTEM);
            all.forEach((child, fields) -> {
                if (Long.parseLong(fields[PARENT]) == pid) {
                    open.push(child);
                }
            });
        }
        return seconds;
    }

    /** Resident memory in MiB. */
    static double residentMebibytes(long pid) {
        return lines(PROC.resolve(pid + "/status"))
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024.0;
    }

    static String cpuModel() {
        return lines(PROC.resolve("cpuinfo"))
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown CPU");
    }

    private static Map<Long, String[]> everybody() {
        Map<Long, String[]> all = new HashMap<>();
        for (Path process : numbered(PROC)) {
            String text = statText(process);
            if (text != null) {
                all.put(Long.parseLong(process.getFileName().toString()), fields(text));
            }
        }
        return all;
    }

    private static List<Path> numbered(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null if the process or thread has ended. */
    private static String statText(Path process) {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (IOException e) {
            return null;
        }
    }

    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static double sum(String[] fields, int from, int to) {
        long ticks = 0;
        for (int i = from; i <= to && i < fields.length; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
