package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what never reaches Jersey (unparsable requests, oversized headers, stopped contexts) in the one shape. */
final class JettyErrors extends ErrorHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(JettyErrors.class);

    private final Problems problems;
    private final StandardHeaders headers;

    JettyErrors(Problems problems, StandardHeaders headers) {
        this.problems = problems;
        this.headers = headers;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status =
                request.getAttribute(ERROR_EXCEPTION) instanceof HttpException e ? e.getCode() : response.getStatus();
        if (status == HttpStatus.INTERNAL_SERVER_ERROR_500
                && request.getAttribute(ERROR_EXCEPTION) instanceof Throwable unexpected) {
            // Jetty's own line about it is switched off together with those about every refusal.
            LOGGER.error("A request failed outside the application", unexpected);
        }
        response.setStatus(status);
        headers.applyTo(request, response);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "2");
        }
        if (HttpStatus.hasNoBody(status)) {
            callback.succeeded();
            return true;
        }
        // Jetty's own messages name classes and internals; the status says all that a client needs.
        Problem problem = request.getAttribute(ERROR_EXCEPTION) instanceof Refusal refusal
                ? problems.of(refusal, RequestId.of(request))
                : problems.of(status, null, RequestId.of(request));
        byte[] body = problems.write(problem);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
