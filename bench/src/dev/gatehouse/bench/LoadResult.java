package dev.gatehouse.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the load test has seen. */
record LoadResult(
        LoadOptions options,
        Machine machine,
        Cage cage,
        double ready,
        Map<String, Integer> weights,
        List<OpenLoop.Visit> visits,
        List<Watch.Moment> moments) {
    /** Time and fate of one kind of deed. */
    record Row(String name, int count, double p50, double p95, double p99, double max, long failed, long busy) {}

    List<Row> rows() {
        List<Row> rows = new java.util.ArrayList<>();
        weights.keySet().forEach(name -> rows.add(row(name, visit -> visit.deed().equals(name))));
        rows.add(row("all", visit -> true));
        return rows;
    }

    /** Percentile of the visits that were due in each second; empty seconds repeat the one before. */
    double[] perSecond(double percentile) {
        Map<Integer, List<OpenLoop.Visit>> bySecond =
                visits.stream().collect(Collectors.groupingBy(OpenLoop.Visit::second));
        double[] values = new double[options.seconds()];
        for (int second = 0; second < values.length; second++) {
            double[] times = times(bySecond.getOrDefault(second, List.of()));
            values[second] = times.length == 0 ? (second == 0 ? 0 : values[second - 1]) : at(times, percentile);
        }
        return values;
    }

    double[] answeredPerSecond() {
        double[] values = new double[options.seconds()];
        visits.stream()
                .filter(visit -> visit.status() > 0)
                .map(visit -> (int) (visit.second() + visit.millis() / 1000))
                .filter(second -> second < values.length)
                .forEach(second -> values[second]++);
        return values;
    }

    Map<Integer, Long> statuses() {
        return new TreeMap<>(
                visits.stream().collect(Collectors.groupingBy(OpenLoop.Visit::status, Collectors.counting())));
    }

    long kills() {
        return cage == null ? 0 : cage.kills();
    }

    /** Nobody was answered 500, no connection broke, and nothing was killed. Busy (503) may happen and is counted. */
    boolean survived() {
        return kills() == 0
                && visits.stream().allMatch(visit -> visit.status() > 0 && (visit.status() < 500 || visit.status() == 503));
    }

    double mean(java.util.function.ToDoubleFunction<Watch.Moment> of) {
        return moments.stream().mapToDouble(of).average().orElse(0);
    }

    double most(java.util.function.ToDoubleFunction<Watch.Moment> of) {
        return moments.stream().mapToDouble(of).max().orElse(0);
    }

    String table() {
        StringBuilder text = new StringBuilder();
        text.append("%n%-20s %8s %9s %9s %9s %9s %7s %6s%n"
                .formatted("", "requests", "p50 ms", "p95 ms", "p99 ms", "max ms", "failed", "503"));
        for (Row row : rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-20s %8d %9.1f %9.1f %9.1f %9.1f %7d %6d%n",
                    row.name(), row.count(), row.p50(), row.p95(), row.p99(), row.max(), row.failed(), row.busy()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%nready after %.1f s; %.1f requests/s; JVM %.2f cores, PostgreSQL %.2f; memory %.0f MiB at most, %.0f counted by "
                        + "the kernel; killed %d times; statuses %s%n",
                ready,
                (double) visits.size() / options.seconds(),
                mean(Watch.Moment::jvm),
                mean(Watch.Moment::postgres),
                most(Watch.Moment::mebibytes),
                most(Watch.Moment::counted),
                kills(),
                statuses()));
        return text.toString();
    }

    private Row row(String name, Predicate<OpenLoop.Visit> which) {
        List<OpenLoop.Visit> some = visits.stream().filter(which).toList();
        double[] times = times(some);
        long busy = some.stream().filter(visit -> visit.status() == 503).count();
        long failed = some.stream()
                .filter(visit -> visit.status() < 200 || visit.status() >= 400)
                .count();
        return new Row(
                name, some.size(), at(times, .5), at(times, .95), at(times, .99), at(times, 1), failed - busy, busy);
    }

    private static double[] times(List<OpenLoop.Visit> some) {
        return some.stream()
                .sorted(Comparator.comparingDouble(OpenLoop.Visit::millis))
                .mapToDouble(OpenLoop.Visit::millis)
                .toArray();
    }

    private static double at(double[] sorted, double percentile) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * percentile))];
    }
}
