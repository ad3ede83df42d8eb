package dev.gatehouse.monitoring;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.RequestObserver;
import dev.gatehouse.kernel.HistogramTimer;
import dev.gatehouse.kernel.MetricName;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How often each route was called, how that ended and how long it took. */
public final class RequestMetrics implements RequestObserver {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MetricRegistry metrics;
    /** Saves making a name for every request. */
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String method, String route, int status) {}

    public RequestMetrics(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void answered(Exchange exchange) {
        String method = METHODS.contains(exchange.method()) ? exchange.method() : "other";
        timers.computeIfAbsent(new Kind(method, exchange.route(), exchange.status()), this::timer)
                .update(exchange.nanos(), TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return HistogramTimer.in(
                metrics,
                MetricName.of(
                        "http_server_requests",
                        "method",
                        kind.method(),
                        "route",
                        kind.route(),
                        "status",
                        Integer.toString(kind.status())));
    }
}
