package dev.gatehouse.http;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One line for each request, through the same appenders as everything else: Dropwizard's own request log knows neither
 * the caller nor the route. On if the level of {@code gatehouse.requests} is INFO.
 */
final class AccessLog implements RequestObserver {
    private static final Logger REQUESTS = LoggerFactory.getLogger("gatehouse.requests");
    private static final int MAX_PATH = 200;

    @Override
    public void answered(Exchange exchange) {
        if (!REQUESTS.isInfoEnabled()) {
            return;
        }
        // The last byte may have been sent by a thread that knows nothing of the request.
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.setContextMap(facts(exchange));
        try {
            REQUESTS.info("{} {} {}", exchange.method(), shortened(exchange.path()), exchange.status());
        } finally {
            MDC.setContextMap(before == null ? Map.of() : before);
        }
    }

    private static Map<String, String> facts(Exchange exchange) {
        Map<String, String> facts = new HashMap<>();
        facts.put(RequestId.MDC_KEY, exchange.requestId());
        facts.put(Trace.MDC_ID, exchange.trace().id());
        if (exchange.userId() != null) {
            facts.put(Exchange.MDC_USER, exchange.userId());
        }
        facts.put("method", exchange.method());
        facts.put("route", exchange.route());
        facts.put("status", Integer.toString(exchange.status()));
        facts.put("duration_ms", Long.toString(exchange.nanos() / 1_000_000));
        return facts;
    }

    private static String shortened(String path) {
        return path == null || path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "…";
    }
}
