package dev.gatehouse.monitoring;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.http.RequestObserver;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MetricName;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.metrics.servlets.AdminServlet;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** What operators see of the service: metrics of requests, of the JVM and of the build. */
public final class MonitoringModule implements FeatureModule {
    private final MetricRegistry metrics;
    private final RequestMetrics requests;
    private final HealthSchedule health;
    private final ErrorReporting errors;
    private final List<Managed> graphite;

    public MonitoringModule(MonitoringConfig config, BuildInfo build, MetricRegistry metrics) {
        this.metrics = metrics;
        this.health = new HealthSchedule(metrics);
        this.graphite = config.graphite().reporting(metrics);
        this.errors = ErrorReporting.of(config.sentry(), build);
        this.requests = new RequestMetrics(metrics);
        String java = Integer.toString(Runtime.version().feature());
        metrics.gauge(MetricName.of("build_info", "version", build.version(), "java", java), () -> () -> 1);
    }

    /** What is to be told of every request. */
    public RequestObserver requests() {
        return requests;
    }

    /** What health checks are to be registered through. */
    public HealthSchedule health() {
        return health;
    }

    @Override
    public List<Managed> managed() {
        return Stream.concat(Stream.of(errors, health), graphite.stream()).toList();
    }

    /** Adds pages to the admin port, takes away what shows more than operators need, and locks it. */
    public void install(Environment environment, AdminConfig config) {
        environment.getAdminContext().setInitParameter(AdminServlet.THREADS_ENABLED_PARAM_KEY, "false");
        environment.getAdminContext().setInitParameter(AdminServlet.CPU_PROFILE_ENABLED_PARAM_KEY, "false");
        environment
                .admin()
                .addServlet("prometheus", new PrometheusServlet(metrics))
                .addMapping("/prometheus");
        config.token().ifPresent(token -> environment
                .admin()
                .addFilter("admin-token", new AdminGuard(token))
                .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*"));
    }
}
