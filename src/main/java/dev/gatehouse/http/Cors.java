package dev.gatehouse.http;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/** Tells browsers which pages of other origins may call the API, and answers what they ask before. */
final class Cors {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> REQUEST_HEADERS = Set.of(
            "Authorization",
            "Content-Type",
            "Accept",
            "Accept-Language",
            "X-API-Key",
            "X-Request-ID",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "traceparent");
    /** What a script may read beside the body. */
    private static final Set<String> RESPONSE_HEADERS = Set.of(
            "X-Request-ID",
            "X-API-Version",
            "X-Total-Count",
            "Link",
            "Location",
            "ETag",
            "Retry-After",
            "WWW-Authenticate",
            "Idempotency-Replayed",
            "RateLimit",
            "RateLimit-Policy",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "Deprecation",
            "Sunset",
            "Content-Disposition");

    private Cors() {}

    /** Around {@code next}; itself where no page of another origin may call. */
    static Handler around(Handler next, CorsConfig config) {
        if (config.origins().isEmpty()) {
            return next;
        }
        CrossOriginHandler cors = new CrossOriginHandler();
        cors.setAllowedOriginPatterns(
                config.origins().stream().map(Cors::pattern).collect(Collectors.toSet()));
        cors.setAllowedMethods(METHODS);
        cors.setAllowedHeaders(REQUEST_HEADERS);
        cors.setExposedHeaders(RESPONSE_HEADERS);
        cors.setAllowCredentials(config.credentials());
        cors.setPreflightMaxAge(Duration.ofSeconds(config.preflightMaxAge().toSeconds()));
        // Other origins get an answer too, which their browsers keep from the page: it is CORS, not a firewall.
        cors.setDeliverNonAllowedOriginRequests(true);
        cors.setDeliverPreflightRequests(false);
        cors.setHandler(next);
        return cors;
    }

    private static String pattern(String origin) {
        return origin.equals(CorsConfig.ALL) ? origin : Pattern.quote(origin);
    }
}
