package dev.gatehouse.monitoring;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.metrics.common.ScheduledReporterManager;
import io.dropwizard.metrics.graphite.GraphiteReporterFactory;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Graphite, as Dropwizard reports to it; in a section of its own because a reporter under `metrics:` cannot be left out
 * by a variable.
 *
 * @param host empty switches it off
 * @param port of the plain-text protocol
 * @param prefix in front of every name; the same for all replicas overwrites one by the other
 * @param every how often
 */
public record GraphiteConfig(
        String host,
        @Min(1) @Max(65535) Integer port,
        String prefix,
        @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration every) {
    public GraphiteConfig {
        host = host == null ? "" : host.strip();
        port = port == null ? 2003 : port;
        prefix = prefix == null ? "gatehouse" : prefix;
        every = every == null ? Duration.minutes(1) : every;
    }

    List<Managed> reporting(MetricRegistry metrics) {
        if (host.isEmpty()) {
            return List.of();
        }
        GraphiteReporterFactory factory = new GraphiteReporterFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setPrefix(prefix);
        return List.of(new ScheduledReporterManager(factory.build(metrics), every));
    }
}
