package dev.gatehouse.faults;

import dev.gatehouse.testing.Load.Sample;
import dev.gatehouse.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one fault did to those outside, and whether that is what was promised: only honest answers, none late, soon well
 * again, nothing lost.
 */
record Outcome(String fault, Samples samples, long begun, long mended, Probes probes, int acknowledged, int lost) {
    /** What those outside may notice of a fault. */
    enum Effect {
        /** It is not ready, and says so with every answer. */
        DATABASE_IS_AWAY,
        /** Some cannot be served. */
        PARTLY,
        /** Nothing that anybody asks for needs what is away: not even a 503. */
        NOBODY_NOTICES
    }

    static final Duration LONGEST = Duration.ofSeconds(6);
    static final Duration RECOVERY = Duration.ofSeconds(2);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);
    private static final Duration UNREADY = Duration.ofSeconds(8);
    private static final Duration READY = Duration.ofSeconds(6);
    private static final String ROW = "| %-34s | %8s | %6s | %5s | %5s | %5s | %8s | %9s | %-14s | %12s |%n";

    /** One table: a fault a row. "-800 +1200 ms": not ready so long after it began, ready again so long after its end. */
    static void print(List<Outcome> outcomes) {
        StringBuilder table = new StringBuilder("\n");
        table.append(String.format(
                ROW,
                "fault",
                "requests",
                "2xx",
                "4xx",
                "503",
                "other",
                "longest",
                "first 2xx",
                "ready",
                "lost/written"));
        outcomes.forEach(outcome -> table.append(outcome.row()));
        System.out.println(table);
    }

    private String row() {
        return String.format(
                Locale.ROOT,
                ROW,
                fault,
                samples.count(),
                samples.count(Sample::succeeded),
                samples.count(sample -> sample.status() >= 400 && sample.status() < 500),
                samples.count(sample -> sample.status() == 503),
                samples.dishonest().size(),
                samples.longest().toMillis() + " ms",
                recovery().map(time -> time.toMillis() + " ms").orElse("never"),
                unready()
                        .map(time -> "-" + time.toMillis() + " +"
                                + probes.readyAfter(mended).toMillis() + " ms")
                        .orElse("always"),
                lost + "/" + acknowledged);
    }

    /** Everything that is not as promised; empty if all is well. */
    List<String> complaints(Effect expected) {
        List<String> complaints = new ArrayList<>();
        samples.dishonest().stream().limit(5).forEach(sample -> complaints.add("answered " + sample));
        if (samples.longest().compareTo(LONGEST) > 0) {
            complaints.add("somebody waited for " + samples.longest());
        }
        if (recovery().filter(time -> time.compareTo(RECOVERY) <= 0).isEmpty()) {
            complaints.add("the first success came " + recovery() + " after it was mended");
        }
        if (lost > 0 || acknowledged == 0) {
            complaints.add(lost + " of " + acknowledged + " acknowledged writes are lost");
        }
        if (!probes.alwaysAlive() || probes.slowestSignOfLife().compareTo(SIGN_OF_LIFE) > 0) {
            complaints.add("it did not always say that it lives, or only after " + probes.slowestSignOfLife());
        }
        complaints.addAll(
                switch (expected) {
                    case DATABASE_IS_AWAY -> aboutReadiness();
                    case PARTLY -> List.of();
                    case NOBODY_NOTICES -> aboutCalm();
                });
        return complaints;
    }

    private List<String> aboutReadiness() {
        List<String> complaints = new ArrayList<>();
        if (unready().filter(time -> time.compareTo(UNREADY) < 0).isEmpty()) {
            complaints.add("it said it was ready until " + unready());
        }
        if (probes.readyAfter(mended).compareTo(READY) > 0) {
            complaints.add("it was ready again only after " + probes.readyAfter(mended));
        }
        if (samples.count(sample -> sample.status() == 503) == 0) {
            complaints.add("nobody noticed");
        }
        return complaints;
    }

    private List<String> aboutCalm() {
        List<String> complaints = new ArrayList<>();
        samples.that(sample -> sample.status() >= 500).all().stream()
                .limit(5)
                .forEach(sample -> complaints.add("answered " + sample));
        unready().ifPresent(time -> complaints.add("it said it was not ready"));
        return complaints;
    }

    private Optional<Duration> unready() {
        return probes.unreadyAfter(begun);
    }

    private Optional<Duration> recovery() {
        return samples.that(
                        sample -> sample.kind().equals("list") || sample.kind().equals("write"))
                .firstSuccessAfter(mended);
    }
}
