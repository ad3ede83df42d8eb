package dev.gatehouse.monitoring;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricDataParser;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;

import static org.assertj.core.api.Assertions.assertThat;

/** What one scrape of the admin port contains, read by a parser that is not ours. */
final class Scrape {
    private final Map<String, MetricFamily> families = new LinkedHashMap<>();
    private final String text;

    private Scrape(String text) {
        this.text = text;
        TextPrometheusMetricDataParser parser =
                new TextPrometheusMetricDataParser(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            for (MetricFamily family = parser.parse(); family != null; family = parser.parse()) {
                families.put(family.getName(), family);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scrape of(Api admin) {
        Answer answer = admin.get("/prometheus").hasStatus(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
        return new Scrape(answer.text());
    }

    String text() {
        return text;
    }

    /** Every name that a query may use. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(families.keySet());
        families.values().stream()
                .filter(family -> family.getMetrics().get(0) instanceof Histogram)
                .forEach(family ->
                        List.of("_bucket", "_count", "_sum").forEach(end -> names.add(family.getName() + end)));
        families.values().stream()
                .filter(family -> family.getMetrics().get(0) instanceof org.hawkular.agent.prometheus.types.Summary)
                .forEach(family -> List.of("_count", "_sum").forEach(end -> names.add(family.getName() + end)));
        return names;
    }

    /** All values of one label. */
    Set<String> labels(String family, String label) {
        return metrics(family).stream()
                .map(metric -> metric.getLabels().get(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The value of the one counter or gauge with these labels; zero without one. */
    double value(String family, String... labels) {
        return metrics(family).stream()
                .filter(matching(labels))
                .mapToDouble(
                        metric -> metric instanceof Counter counter ? counter.getValue() : ((Gauge) metric).getValue())
                .sum();
    }

    /** Of the one histogram with these labels; absent without one. */
    List<Histogram> histograms(String family, String... labels) {
        return metrics(family).stream()
                .filter(matching(labels))
                .map(Histogram.class::cast)
                .toList();
    }

    private List<Metric> metrics(String family) {
        return families.containsKey(family) ? families.get(family).getMetrics() : new ArrayList<>();
    }

    private static Predicate<Metric> matching(String... labels) {
        return metric -> {
            for (int i = 0; i < labels.length; i += 2) {
                if (!labels[i + 1].equals(metric.getLabels().get(labels[i]))) {
                    return false;
                }
            }
            return true;
        };
    }
}
