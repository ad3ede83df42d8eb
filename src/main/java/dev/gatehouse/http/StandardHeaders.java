package dev.gatehouse.http;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The headers that every response carries, whoever makes it. */
final class StandardHeaders {
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    private final List<HttpField> always;

    /** @param secure whether people reach the service over https */
    StandardHeaders(String apiVersion, HeadersConfig config, boolean secure) {
        this.always = Stream.concat(
                        Stream.of(
                                new PreEncodedHttpField("X-API-Version", apiVersion),
                                new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
                                new PreEncodedHttpField("X-Frame-Options", "DENY"),
                                new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
                                new PreEncodedHttpField(
                                        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
                                new PreEncodedHttpField(
                                        "Permissions-Policy",
                                        "interest-cohort=(), browsing-topics=(), geolocation=(), camera=(), microphone=()"),
                                new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
                                new PreEncodedHttpField("Cross-Origin-Embedder-Policy", "require-corp"),
                                new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin")),
                        asConfigured(config, secure))
                .toList();
    }

    private static Stream<HttpField> asConfigured(HeadersConfig config, boolean secure) {
        Stream.Builder<HttpField> fields = Stream.builder();
        if (secure && config.hsts().toSeconds() > 0) {
            String subdomains = config.hstsSubdomains() ? "; includeSubDomains" : "";
            fields.add(new PreEncodedHttpField(
                    "Strict-Transport-Security", "max-age=" + config.hsts().toSeconds() + subdomains));
        }
        if (config.expectCt() != null) {
            fields.add(new PreEncodedHttpField("Expect-CT", config.expectCt()));
        }
        if (config.featurePolicy() != null) {
            fields.add(new PreEncodedHttpField("Feature-Policy", config.featurePolicy()));
        }
        return fields.build();
    }

    void applyTo(Request request, Response response) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(RequestId.HEADER, RequestId.of(request));
        always.forEach(headers::put);
        String path = request.getHttpURI().getCanonicalPath();
        if (path != null && path.startsWith("/api/")) {
            headers.put(NO_STORE);
        }
    }
}
