package dev.gatehouse.kernel;

import com.codahale.metrics.LockFreeExponentiallyDecayingReservoir;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A timer that also counts how many durations were how long, so that replicas can be added up and percentiles be
 * computed over all of them. An ordinary one only has percentiles of its own, which nobody can add.
 */
public final class HistogramTimer extends Timer {
    private static final double NANOS = 1e9;
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
    };
    private static final long[] BOUND_NANOS =
            Arrays.stream(BOUNDS).mapToLong(bound -> (long) (bound * NANOS)).toArray();

    private final LongAdder[] counts = new LongAdder[BOUNDS.length];
    private final LongAdder sum = new LongAdder();

    public HistogramTimer() {
        super(LockFreeExponentiallyDecayingReservoir.builder().build());
        Arrays.setAll(counts, i -> new LongAdder());
    }

    /** The one of this name, made if there is none. */
    public static Timer in(MetricRegistry metrics, String name) {
        return metrics.timer(name, HistogramTimer::new);
    }

    @Override
    public void update(long duration, TimeUnit unit) {
        super.update(duration, unit);
        long nanos = unit.toNanos(duration);
        if (nanos < 0) {
            return;
        }
        int bucket = 0;
        while (nanos > BOUND_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(nanos);
    }

    /** Upper ends of the buckets in seconds, the last one infinite. */
    public static double[] bounds() {
        return BOUNDS.clone();
    }

    /** How many fell into each bucket and into none below it. */
    public long[] counts() {
        return Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
    }

    /** All durations together, in seconds. */
    public double sumOfSeconds() {
        return sum.sum() / NANOS;
    }
}
