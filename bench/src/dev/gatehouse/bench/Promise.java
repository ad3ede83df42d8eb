package dev.gatehouse.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One figure that was promised, and what came out.
 *
 * @param measured NaN, which keeps no promise, where the requests failed: a refusal is cheap
 */
record Promise(String what, double limit, double measured) {
    private static final double MEBIBYTES_IDLE = 300;
    private static final double MEBIBYTES_SMALL = 400;

    boolean kept() {
        return measured <= limit;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%-7s %-66s %8.2f of %.2f", kept() ? "kept" : "MISSED", what, measured, limit);
    }

    /** Those that this run can speak about. */
    static List<Promise> of(Results results) {
        List<Promise> promises = new ArrayList<>();
        promises.add(new Promise(
                "second start as make run does, CPU-seconds of the JVM", 6, results.makeRunCpuSeconds()));
        promises.add(memory(results));
        perOperation(results, promises);
        results.contention().ifPresent(contention -> {
            promises.add(new Promise(
                    "me beside 64 clients signing in, p99 ms (5 x alone + 20)",
                    contention.promisedMillis(),
                    contention.beside().p99Millis()));
            promises.add(new Promise("answers of 500 meanwhile", 0, contention.noServerFault() ? 0 : 1));
        });
        promises.add(new Promise(
                "operations that could not be measured", 0, results.failed().size()));
        long failed = results.samples().values().stream()
                .flatMap(sample -> sample.errors().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        promises.add(new Promise("requests of the table that failed", 0, failed));
        return promises;
    }

    private static void perOperation(Results results, List<Promise> promises) {
        cpu(results, promises, "me", 0.20);
        results.sample("me").ifPresent(me -> results.timesBare(me)
                .ifPresent(
                        times -> promises.add(new Promise("me, times the bare resource", 2.5, orNothing(me, times)))));
        ratio(results, promises, "list-304", "me", 0.6);
        ratio(results, promises, "list-304", "list", 0.15);
        cpu(results, promises, "list", 1.5);
        cpu(results, promises, "list-deep", 1.5);
        // ES256 costs several times as much before the curve got its own machine code.
        cpu(results, promises, "refresh", Runtime.version().feature() >= 25 ? 1.2 : 2.0);
        results.raw().ifPresent(raw -> results.sample("login")
                .ifPresent(login -> promises.add(new Promise(
                        "login, times a bare Argon2id hash and a signature",
                        1.1,
                        orNothing(login, login.sumPer1000() / raw.sumMillis())))));
        results.samples().forEach((name, sample) -> {
            if (name.startsWith("q-")) {
                promises.add(new Promise(name + ", p99 ms", 50, orNothing(sample, sample.p99Millis())));
            }
        });
    }

    private static void ratio(Results results, List<Promise> promises, String name, String other, double limit) {
        results.sample(name)
                .ifPresent(sample -> results.sample(other)
                        .ifPresent(base -> promises.add(new Promise(
                                name + ", times " + other,
                                limit,
                                orNothing(sample, sample.sumPer1000() / base.sumPer1000())))));
    }

    private static void cpu(Results results, List<Promise> promises, String name, double limit) {
        results.sample(name)
                .ifPresent(sample -> promises.add(new Promise(
                        name + ", CPU-seconds per 1,000 requests", limit, orNothing(sample, sample.sumPer1000()))));
    }

    private static double orNothing(Sample sample, double figure) {
        return sample.errors().isEmpty() ? figure : Double.NaN;
    }

    private static Promise memory(Results results) {
        return Service.javaOptionsText().contains("-Xmx160m")
                ? new Promise("resident memory after the load, MiB", MEBIBYTES_SMALL, results.loadedMebibytes())
                : new Promise(
                        "resident memory idle, MiB",
                        MEBIBYTES_IDLE,
                        results.start().idleMebibytes());
    }
}
