package dev.gatehouse.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/**
 * Lets every line that is logged for a request say so. The innermost of our handlers: those around it may wait for the
 * body, and what follows then runs on another thread.
 */
final class LogContext extends Handler.Wrapper {
    LogContext(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange.of(request).onThisThread();
        try {
            return super.handle(request, response, callback);
        } finally {
            MDC.clear();
        }
    }
}
