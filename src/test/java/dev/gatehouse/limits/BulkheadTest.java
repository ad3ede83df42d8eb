package dev.gatehouse.limits;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.limits.Bulkhead.Place;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.JarProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** So many at a time, so many waiting, the rest refused at once; whatever happens to the work, its place comes back. */
@Tag("promise-10")
class BulkheadTest {
    private final MetricRegistry metrics = new MetricRegistry();

    @Test
    void moreThanItsPlacesNeverRunAtOnce() {
        Bulkhead bulkhead = new Bulkhead("work", 3, 1_000, Duration.ofSeconds(30), metrics);
        AtomicInteger running = new AtomicInteger();

        List<Integer> seen = AtOnce.all(
                60,
                i -> bulkhead.run(() -> {
                    int now = running.incrementAndGet();
                    Thread.onSpinWait();
                    running.decrementAndGet();
                    return now;
                }));

        assertThat(seen).hasSize(60).allMatch(now -> now <= 3);
        assertThat(gauge("in_use")).isZero();
        assertThat(gauge("waiting")).isZero();
    }

    @Test
    void whoFindsNoPlaceIsToldAtOnceToTryAgainAndIsCounted() {
        Bulkhead bulkhead = new Bulkhead("work", 1, 0, Duration.ofSeconds(30), metrics);
        Place place = bulkhead.enter();
        try (place) {
            assertThat(gauge("in_use")).isEqualTo(1);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> bulkhead.run(() -> "never")).isInstanceOfSatisfying(Refusal.class, refusal -> {
                assertThat(refusal.code()).isEqualTo("overloaded");
                assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
            });
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
        assertThat(metrics.counter(MetricName.of("bulkhead_rejected", "name", "work"))
                        .getCount())
                .isEqualTo(1);
        assertThat(bulkhead.<String>run(() -> "now")).isEqualTo("now");
    }

    @Test
    void whoWaitsIsCountedAndServedWhenAPlaceIsFree() throws Exception {
        Bulkhead bulkhead = new Bulkhead("work", 1, 1, Duration.ofSeconds(30), metrics);
        Place place = bulkhead.enter();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<String> waits = CompletableFuture.supplyAsync(() -> bulkhead.run(() -> "served"), other);
            JarProcess.await("somebody waiting", () -> gauge("waiting") == 1);
            assertThatThrownBy(bulkhead::enter).isInstanceOf(Refusal.class);
            place.close();
            assertThat(waits.get()).isEqualTo("served");
        } finally {
            place.close();
            other.shutdownNow();
        }
    }

    @Test
    void aPlaceClosedTwiceIsOnePlace() {
        Bulkhead bulkhead = new Bulkhead("work", 1, 0, Duration.ZERO, metrics);
        Place place = bulkhead.enter();
        place.close();
        place.close();

        Place again = bulkhead.enter();
        try (again) {
            assertThatThrownBy(bulkhead::enter).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void workOfOtherThreadsHoldsItsPlaceUntilItIsComplete() {
        Bulkhead bulkhead = new Bulkhead("work", 1, 0, Duration.ZERO, metrics);
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletionStage<String> held = bulkhead.hold(() -> answer);
        assertThatThrownBy(bulkhead::enter).isInstanceOf(Refusal.class);
        answer.completeExceptionally(new IllegalStateException("the model is away"));
        assertThat(held.toCompletableFuture()).isCompletedExceptionally();
        assertThat(gauge("in_use")).isZero();

        assertThatThrownBy(() -> bulkhead.hold(() -> {
                    throw new IllegalStateException("before it began");
                }))
                .hasMessage("before it began");
        assertThatThrownBy(() -> bulkhead.run(() -> {
                    throw new IllegalStateException("in the middle");
                }))
                .hasMessage("in the middle");
        assertThat(gauge("in_use")).isZero();
    }

    private int gauge(String what) {
        Gauge<?> gauge = metrics.getGauges().get(MetricName.of("bulkhead_" + what, "name", "work"));
        return (Integer) gauge.getValue();
    }
}
