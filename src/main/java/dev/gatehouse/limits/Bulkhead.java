package dev.gatehouse.limits;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Keeps costly work from drowning everything else: so many at a time, so many waiting for so long, the rest is refused
 * at once.
 *
 * <p>Work of one method goes through {@link #run}. What begins in one method and ends in another holds the
 * {@link Place} itself, and what ends on another thread is held by {@link #hold}.
 */
public final class Bulkhead {
    private final String name;
    private final Semaphore places;
    private final int queueLength;
    private final Duration patience;
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter rejected;

    /** The right to do the work, until it is closed: on any thread, and more often than once if need be. */
    public final class Place implements AutoCloseable {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        private Place() {
            inUse.incrementAndGet();
        }

        @Override
        public void close() {
            if (taken.compareAndSet(true, false)) {
                inUse.decrementAndGet();
                places.release();
            }
        }
    }

    /**
     * @param name as metrics and refusals tell it
     * @param concurrent how many run at the same time
     * @param queueLength how many more may wait
     * @param patience how long they may wait
     */
    public Bulkhead(String name, int concurrent, int queueLength, Duration patience, MetricRegistry metrics) {
        this.name = name;
        this.places = new Semaphore(concurrent, true);
        this.queueLength = queueLength;
        this.patience = patience;
        this.rejected = metrics.counter(MetricName.of("bulkhead_rejected", "name", name));
        metrics.gauge(MetricName.of("bulkhead_in_use", "name", name), () -> inUse::get);
        metrics.gauge(MetricName.of("bulkhead_waiting", "name", name), () -> waiting::get);
    }

    /**
     * Runs {@code work} in one of the places.
     *
     * @throws Refusal {@code overloaded} (503) if no place is free in time
     */
    public <T> T run(Supplier<T> work) {
        Place place = enter();
        try (place) {
            return work.get();
        }
    }

    /**
     * Takes a place for whoever closes it again, usually by {@code try (place)}.
     *
     * @throws Refusal {@code overloaded} (503) if no place is free in time
     */
    public Place enter() {
        if (!places.tryAcquire()) {
            await();
        }
        return new Place();
    }

    /**
     * Begins {@code work} in one of the places, which is free again when the work is complete, however it ends.
     *
     * @throws Refusal {@code overloaded} (503) if no place is free in time
     */
    public <T> CompletionStage<T> hold(Supplier<? extends CompletionStage<T>> work) {
        Place place = enter();
        try {
            return work.get().whenComplete((result, error) -> place.close());
        } catch (RuntimeException | Error e) {
            place.close();
            throw e;
        }
    }

    private void await() {
        if (waiting.incrementAndGet() > queueLength) {
            waiting.decrementAndGet();
            throw reject();
        }
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw reject();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reject();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Refusal reject() {
        rejected.inc();
        return Refusal.unavailable("overloaded", "The service is busy with other work of this kind (" + name + ").");
    }
}
