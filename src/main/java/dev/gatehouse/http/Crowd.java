package dev.gatehouse.http;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.Refusal;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets so many requests in at a time and turns the others away at once: a queue would only make everybody late. Probes
 * and the admin port are let in always.
 */
final class Crowd extends Handler.Wrapper {
    static final String APPLICATION = "application";

    private final int maximum;
    private final AtomicInteger inside = new AtomicInteger();
    private final Counter turnedAway;

    Crowd(Handler next, int maximum, MetricRegistry metrics) {
        super(next);
        this.maximum = maximum;
        this.turnedAway = metrics.counter("http.turned_away");
        metrics.gauge("http.requests_inside", () -> inside::get);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isCounted(request)) {
            return super.handle(request, response, callback);
        }
        if (inside.incrementAndGet() > maximum) {
            inside.decrementAndGet();
            turnedAway.inc();
            Refusal refusal = Refusal.unavailable("overloaded", "The service has as many requests as it can serve.");
            Response.writeError(
                    request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, refusal.getMessage(), refusal);
            return true;
        }
        Request.addCompletionListener(request, failure -> inside.decrementAndGet());
        return super.handle(request, response, callback);
    }

    static boolean isCounted(Request request) {
        String path = request.getHttpURI().getCanonicalPath();
        boolean probe = path != null && (path.equals("/health") || path.startsWith("/health/"));
        return !probe
                && APPLICATION.equals(
                        request.getConnectionMetaData().getConnector().getName());
    }
}
