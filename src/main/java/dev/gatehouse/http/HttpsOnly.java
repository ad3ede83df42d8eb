package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends on to https who came to a trusted proxy without it. Only those who read are sent on: what was to be written has
 * been seen on the way already, and to serve it would teach clients to go on like that.
 */
final class HttpsOnly {
    private final String publicUrl;
    private final Problems problems;

    HttpsOnly(String publicUrl, Problems problems) {
        this.publicUrl = publicUrl;
        this.problems = problems;
    }

    /** @return whether the request has been answered */
    boolean answers(ClientAddress.Client client, Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getCanonicalPath();
        boolean probe = path != null && (path.equals("/health") || path.startsWith("/health/"));
        if (!client.plain() || probe || !publicUrl.startsWith("https://")) {
            return false;
        }
        String method = request.getMethod();
        if (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method)) {
            response.setStatus(HttpStatus.PERMANENT_REDIRECT_308);
            response.getHeaders()
                    .put(HttpHeader.LOCATION, publicUrl + request.getHttpURI().getPathQuery());
            callback.succeeded();
            return true;
        }
        byte[] body = problems.write(problems.of(
                Refusal.forbidden("https_required", "Use https; whatever you sent must be seen as known to others."),
                RequestId.of(request)));
        response.setStatus(HttpStatus.FORBIDDEN_403);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
