package dev.gatehouse.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Prints the figures as they come. */
final class Report {
    private final PrintStream out;
    private final Results results;
    private final Map<String, Double> earlier;

    /** @param earlier CPU of another run by operation, empty for none */
    Report(PrintStream out, Results results, Map<String, Double> earlier) {
        this.out = out;
        this.results = results;
        this.earlier = earlier;
    }

    void header() {
        out.printf("%n%-10s %10s %9s %9s   %s%n", "", "", "", "", "CPU-seconds per 1,000 requests");
        out.printf(
                "%-10s %10s %9s %9s %8s %8s %8s %7s%s %5s  %s%n",
                "operation",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "JVM",
                "PG",
                "sum",
                "x bare",
                earlier.isEmpty() ? "" : "  x then",
                "JIT",
                "errors");
    }

    void row(String name, Sample sample) {
        line(
                "%-10s %10.1f %9.2f %9.2f %8.3f %8.3f %8.3f %7s%s %4.0f%%  %s",
                name,
                sample.perSecond(),
                sample.p50Millis(),
                sample.p99Millis(),
                sample.jvmPer1000(),
                sample.postgresPer1000(),
                sample.sumPer1000(),
                results.timesBare(sample).map(Report::twoDigits).orElse("-"),
                timesThen(name, sample),
                100 * sample.cpu().compilerShare(),
                statuses(sample.errors()));
    }

    void failed(String name, Exception reason) {
        line("%-10s could not be measured: %s", name, reason.getMessage());
    }

    void raw(RawCost raw) {
        out.println();
        line(
                "by themselves, by turns with login: Argon2id %.2f ms of CPU, ES256 %.3f ms, together %.2f s per 1,000",
                raw.argon2Millis(), raw.es256Millis(), raw.sumMillis());
    }

    void contention(Contention contention) {
        out.println();
        line(
                "one client on me, alone:               p50 %.2f ms, p99 %.2f ms",
                contention.alone().p50Millis(), contention.alone().p99Millis());
        line(
                "the same beside 64 clients on login:   p50 %.2f ms, p99 %.2f ms, statuses %s",
                contention.beside().p50Millis(),
                contention.beside().p99Millis(),
                statuses(contention.beside().statuses()));
        line(
                "their logins:                          %.1f/s, statuses %s",
                contention.logins().perSecond(), statuses(contention.logins().statuses()));
    }

    void memory() {
        Start start = results.start();
        out.println();
        line("second start, with the settings of make run: %.2f CPU-seconds of the JVM", results.makeRunCpuSeconds());
        line("with those of the run: ready after %.1f s, %.2f CPU-seconds", start.seconds(), start.cpuSeconds());
        line(
                "resident memory of the JVM: %.0f MiB idle after it, %.0f MiB after the load",
                start.idleMebibytes(), results.loadedMebibytes());
    }

    void promises(List<Promise> promises) {
        out.println();
        promises.forEach(out::println);
    }

    private String timesThen(String name, Sample sample) {
        if (earlier.isEmpty()) {
            return "";
        }
        Double then = earlier.get(name);
        return "%8s".formatted(then == null ? "-" : twoDigits(sample.sumPer1000() / then));
    }

    private static String statuses(Map<Integer, Long> counts) {
        if (counts.isEmpty()) {
            return "none";
        }
        SortedMap<Integer, Long> sorted = new java.util.TreeMap<>(counts);
        return sorted.entrySet().stream()
                .map(entry -> (entry.getKey() == 0 ? "broken" : entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String twoDigits(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
