package dev.gatehouse.limits;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Keeps costly work from drowning everything else: so many at a time, so many waiting for so long, the rest is refused
 * at once.
 */
public final class Bulkhead {
    private final String name;
    private final Semaphore places;
    private final int queueLength;
    private final Duration patience;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter rejected;

    /**
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
    }

    /**
     * Runs {@code work} in one of the places.
     *
     * @throws Refusal {@code overloaded} (503) if no place is free in time
     */
    public <T> T run(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private void enter() {
        if (places.tryAcquire()) {
            return;
        }
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
