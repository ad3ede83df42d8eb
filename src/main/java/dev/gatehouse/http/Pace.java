package dev.gatehouse.http;

import com.codahale.metrics.Counter;
import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.NanoTime;

/** How fast a body must come, and how often one did not. */
record Pace(Duration grace, long bytesPerSecond, Counter tooSlow) {
    boolean isKept(Request request, long bytes) {
        long late = NanoTime.since(request.getHeadersNanoTime()) - grace.toNanos();
        return late <= 0 || bytes >= late / 1e9 * bytesPerSecond;
    }

    void missed() {
        tooSlow.inc();
    }
}
