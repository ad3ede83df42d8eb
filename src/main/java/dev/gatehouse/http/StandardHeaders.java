package dev.gatehouse.http;

import java.util.List;
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

    StandardHeaders(String apiVersion) {
        this.always = List.of(
                new PreEncodedHttpField("X-API-Version", apiVersion),
                new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
                new PreEncodedHttpField("X-Frame-Options", "DENY"),
                new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
                new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));
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
