package dev.gatehouse.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The headers that every response carries, whoever makes it. */
final class StandardHeaders {
    private final String apiVersion;

    StandardHeaders(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    void applyTo(Request request, Response response) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(RequestId.HEADER, RequestId.of(request));
        headers.put("X-API-Version", apiVersion);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        String path = request.getHttpURI().getCanonicalPath();
        if (path != null && path.startsWith("/api/")) {
            headers.put("Cache-Control", "no-store");
        }
    }
}
