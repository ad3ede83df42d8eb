package dev.gatehouse.testing;

import dev.gatehouse.testing.Load.Sample;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a load was answered, with the questions that are asked of it. */
public record Samples(List<Sample> all) {
    public Samples of(String kind) {
        return that(sample -> sample.kind().equals(kind));
    }

    public Samples that(Predicate<Sample> condition) {
        return new Samples(all.stream().filter(condition).toList());
    }

    /** Those asked at this moment of {@link System#nanoTime} or later. */
    public Samples since(long moment) {
        return that(sample -> sample.begun() - moment >= 0);
    }

    public long count() {
        return all.size();
    }

    public long count(Predicate<Sample> condition) {
        return stream().filter(condition).count();
    }

    public List<Sample> dishonest() {
        return stream().filter(sample -> !sample.isHonest()).toList();
    }

    public Duration longest() {
        return stream().map(Sample::took).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    public Duration percentile(double part) {
        List<Duration> sorted = stream().map(Sample::took).sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) ((sorted.size() - 1) * part));
    }

    /** From then to the first success that was answered afterwards. */
    public Optional<Duration> firstSuccessAfter(long moment) {
        return stream()
                .filter(Sample::succeeded)
                .map(sample -> Duration.ofNanos(sample.ended() - moment))
                .filter(late -> !late.isNegative())
                .min(Comparator.naturalOrder());
    }

    private Stream<Sample> stream() {
        return all.stream();
    }
}
