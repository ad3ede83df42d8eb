package dev.gatehouse.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** Names every request and sets the standard headers before anything else may answer. */
final class OutermostHandler extends Handler.Wrapper {
    private final Edge edge;

    /** What it does to every request. */
    record Edge(StandardHeaders headers, ClientAddress clientAddress, HttpsOnly httpsOnly) {}

    OutermostHandler(Handler next, Edge edge) {
        super(next);
        this.edge = edge;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        edge.headers().applyTo(request, response);
        ClientAddress.Client client;
        try {
            client = edge.clientAddress().of(request);
        } catch (IllegalArgumentException e) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        Origin.note(request, client.address());
        if (edge.httpsOnly().answers(client, request, response, callback)) {
            return true;
        }
        MDC.put(RequestId.MDC_KEY, RequestId.of(request));
        try {
            return super.handle(request, response, callback);
        } finally {
            MDC.remove(RequestId.MDC_KEY);
        }
    }
}
