package dev.gatehouse.monitoring;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.http.RequestObserver;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MetricName;
import io.dropwizard.core.setup.AdminEnvironment;

/** What operators see of the service: metrics of requests, of the JVM and of the build. */
public final class MonitoringModule implements FeatureModule {
    private final MetricRegistry metrics;
    private final RequestMetrics requests;

    public MonitoringModule(BuildInfo build, MetricRegistry metrics) {
        this.metrics = metrics;
        this.requests = new RequestMetrics(metrics);
        String java = Integer.toString(Runtime.version().feature());
        metrics.gauge(MetricName.of("build_info", "version", build.version(), "java", java), () -> () -> 1);
    }

    /** What is to be told of every request. */
    public RequestObserver requests() {
        return requests;
    }

    /** Adds the pages of the admin port. */
    public void install(AdminEnvironment admin) {
        admin.addServlet("prometheus", new PrometheusServlet(metrics)).addMapping("/prometheus");
    }
}
