package dev.gatehouse.monitoring;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.gatehouse.kernel.HistogramTimer;
import dev.gatehouse.kernel.MetricName;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the registry as Prometheus wants it: metrics of one name together, with labels, units in the name and histograms
 * that can be added up. What cannot be shown is left out; a scrape always answers.
 */
final class Exposition {
    private static final Logger LOGGER = LoggerFactory.getLogger(Exposition.class);

    /** The end of names whose labels are what they say; the library insists on a type of its own for them. */
    private static final String INFO = "_info";

    /** Counters are whole numbers, so money is counted in millionths and shown in whole ones. */
    private static final String MICRO = "_micro_";

    private final MetricRegistry metrics;

    Exposition(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    List<MetricSnapshot> snapshots() {
        Map<String, Family> families = new TreeMap<>();
        metrics.getMetrics().forEach((registered, metric) -> ForeignNames.translate(registered)
                .map(MetricName::parse)
                .ifPresent(name ->
                        families.computeIfAbsent(name.name(), Family::new).add(labels(name), metric)));
        List<MetricSnapshot> snapshots = new ArrayList<>();
        families.values().forEach(family -> family.snapshot().ifPresent(snapshots::add));
        return snapshots;
    }

    private static Labels labels(MetricName name) {
        Labels.Builder labels = Labels.builder();
        name.labels().forEach(label -> labels.label(label.key(), label.value()));
        return labels.build();
    }

    /** Everything of one name. The first metric decides of which kind the family is. */
    private static final class Family {
        private final String name;
        private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
        private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
        private final List<HistogramDataPointSnapshot> histograms = new ArrayList<>();

        Family(String name) {
            this.name = name;
        }

        void add(Labels labels, Metric metric) {
            if (metric instanceof HistogramTimer timer) {
                histograms.add(HistogramDataPointSnapshot.builder()
                        .labels(labels)
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(HistogramTimer.bounds(), timer.counts()))
                        .sum(timer.sumOfSeconds())
                        .build());
            } else if (metric instanceof Counter counter) {
                counters.add(counter(labels, (double) counter.getCount() / (name.contains(MICRO) ? 1e6 : 1.0)));
            } else if (metric instanceof Meter meter) {
                counters.add(counter(labels, (double) meter.getCount()));
            } else if (metric instanceof Timer timer) {
                // Its percentiles cannot be added up over replicas; how often is all that is left.
                counters.add(counter(labels, (double) timer.getCount()));
            } else if (metric instanceof Gauge<?> gauge) {
                number(gauge)
                        .ifPresent(value -> gauges.add(GaugeDataPointSnapshot.builder()
                                .labels(labels)
                                .value(value)
                                .build()));
            }
        }

        Optional<MetricSnapshot> snapshot() {
            try {
                return Optional.ofNullable(build());
            } catch (IllegalArgumentException e) {
                LOGGER.debug("The metric {} cannot be shown", name, e);
                return Optional.empty();
            }
        }

        private MetricSnapshot build() {
            if (!histograms.isEmpty()) {
                HistogramSnapshot.Builder builder = HistogramSnapshot.builder().name(name + "_seconds");
                histograms.forEach(builder::dataPoint);
                return builder.build();
            }
            if (!counters.isEmpty()) {
                CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name.replace(MICRO, "_"));
                counters.forEach(builder::dataPoint);
                return builder.build();
            }
            if (!gauges.isEmpty() && name.endsWith(INFO)) {
                InfoSnapshot.Builder builder =
                        InfoSnapshot.builder().name(name.substring(0, name.length() - INFO.length()));
                gauges.forEach(point -> builder.dataPoint(InfoDataPointSnapshot.builder()
                        .labels(point.getLabels())
                        .build()));
                return builder.build();
            }
            if (!gauges.isEmpty()) {
                GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name);
                gauges.forEach(builder::dataPoint);
                return builder.build();
            }
            return null;
        }

        private static CounterDataPointSnapshot counter(Labels labels, double count) {
            return CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(Math.max(0, count))
                    .build();
        }

        /** A gauge may ask a database that is away; then there is no value, and the rest is shown all the same. */
        private Optional<Double> number(Gauge<?> gauge) {
            try {
                return gauge.getValue() instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
            } catch (RuntimeException e) {
                LOGGER.debug("The gauge {} has no value", name, e);
                return Optional.empty();
            }
        }
    }
}
