package dev.gatehouse.http;

import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/** Names every request, sets the standard headers before anything else may answer, and tells who watches of the end. */
final class OutermostHandler extends Handler.Wrapper {
    private final Edge edge;

    /** What it does to every request. */
    record Edge(
            StandardHeaders headers,
            ClientAddress clientAddress,
            HttpsOnly httpsOnly,
            List<RequestObserver> observers) {
        Edge {
            observers = List.copyOf(observers);
        }
    }

    OutermostHandler(Handler next, Edge edge) {
        super(next);
        this.edge = edge;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = Exchange.begin(request);
        if (isForPeople(request)) {
            Request.addCompletionListener(request, failure -> tell(exchange, request, response));
        }
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
        return super.handle(request, response, callback);
    }

    /** The admin port serves scrapers and operators; to count them would hide how people are served. */
    private static boolean isForPeople(Request request) {
        return !"admin".equals(request.getConnectionMetaData().getConnector().getName());
    }

    private void tell(Exchange exchange, Request request, Response response) {
        exchange.ended(response.getStatus(), NanoTime.since(request.getBeginNanoTime()));
        edge.observers().forEach(observer -> observer.answered(exchange));
    }
}
