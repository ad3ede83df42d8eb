package dev.gatehouse.monitoring;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricFilter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.gatehouse.kernel.MetricName;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The registry of the service. Features put labels into names ({@link MetricName}); whoever reports by kind of metric,
 * Graphite above all, knows no labels and sees dots: {@code mail.sent}.
 */
public final class DottedNames extends MetricRegistry {
    @Override
    @SuppressWarnings("rawtypes") // as the method that it overrides
    public SortedMap<String, Gauge> getGauges(MetricFilter filter) {
        return dotted(super.getGauges(filter));
    }

    @Override
    public SortedMap<String, Counter> getCounters(MetricFilter filter) {
        return dotted(super.getCounters(filter));
    }

    @Override
    public SortedMap<String, Histogram> getHistograms(MetricFilter filter) {
        return dotted(super.getHistograms(filter));
    }

    @Override
    public SortedMap<String, Meter> getMeters(MetricFilter filter) {
        return dotted(super.getMeters(filter));
    }

    @Override
    public SortedMap<String, Timer> getTimers(MetricFilter filter) {
        return dotted(super.getTimers(filter));
    }

    private static <M> SortedMap<String, M> dotted(SortedMap<String, M> metrics) {
        SortedMap<String, M> renamed = new TreeMap<>();
        metrics.forEach((name, metric) -> renamed.put(MetricName.parse(name).dotted(), metric));
        return renamed;
    }
}
