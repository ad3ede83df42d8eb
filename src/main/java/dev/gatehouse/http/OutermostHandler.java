package dev.gatehouse.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** Names every request and sets the standard headers before anything else may answer. */
final class OutermostHandler extends Handler.Wrapper {
    private final StandardHeaders headers;

    OutermostHandler(Handler next, StandardHeaders headers) {
        super(next);
        this.headers = headers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        headers.applyTo(request, response);
        Origin.note(request);
        MDC.put(RequestId.MDC_KEY, RequestId.of(request));
        try {
            return super.handle(request, response, callback);
        } finally {
            MDC.remove(RequestId.MDC_KEY);
        }
    }
}
