package dev.gatehouse.monitoring;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** {@code GET /prometheus} on the admin port: all metrics in the text format of Prometheus, or of OpenMetrics if asked. */
final class PrometheusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Exposition exposition;
    private final transient PrometheusRegistry jvm = new PrometheusRegistry();
    private final transient ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final transient ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

    PrometheusServlet(MetricRegistry metrics) {
        this.exposition = new Exposition(metrics);
        JvmMetrics.builder().register(jvm);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        jvm.scrape().forEach(all::metricSnapshot);
        exposition.snapshots().forEach(snapshot -> {
            if (!all.containsMetricName(snapshot.getMetadata().getPrometheusName())) {
                all.metricSnapshot(snapshot);
            }
        });
        ExpositionFormatWriter writer = openMetrics.accepts(request.getHeader("Accept")) ? openMetrics : text;
        // In one piece: what is cut off half-way must not look like a scrape.
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        response.setContentType(writer.getContentType());
        response.setContentLength(body.size());
        body.writeTo(response.getOutputStream());
    }
}
