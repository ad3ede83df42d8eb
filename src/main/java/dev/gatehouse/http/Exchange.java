package dev.gatehouse.http;

import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.eclipse.jetty.server.Request;
import org.slf4j.MDC;

/** One request and its answer, as far as they are known: what logs, metrics and error reports speak of. */
public final class Exchange {
    /** The route of what no resource answers; one word, since a caller chooses the path. */
    public static final String UNMATCHED = "unmatched";

    static final String MDC_USER = "user_id";

    private static final String ATTRIBUTE = "dev.gatehouse.exchange";
    private static final int NO_STATUS = 0;

    private final String requestId;
    private final Trace trace;
    private final String method;
    private final String path;
    private volatile String route = UNMATCHED;
    private volatile String userId;
    private volatile int status = NO_STATUS;
    private volatile long nanos;

    private Exchange(String requestId, Trace trace, String method, String path) {
        this.requestId = requestId;
        this.trace = trace;
        this.method = method;
        this.path = path;
    }

    static Exchange begin(Request request) {
        Exchange exchange = new Exchange(
                RequestId.of(request),
                Trace.of(request.getHeaders()),
                request.getMethod(),
                request.getHttpURI().getCanonicalPath());
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
    }

    public static Exchange of(ServletRequest request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }

    static Exchange of(Request request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }

    static Exchange of(ContainerRequestContext request) {
        return (Exchange) request.getProperty(ATTRIBUTE);
    }

    /** Whose request it turned out to be; from here on every line of the log says so. */
    public static void isBy(ContainerRequestContext request, long userId) {
        String id = Long.toString(userId);
        of(request).userId = id;
        MDC.put(MDC_USER, id);
    }

    void onThisThread() {
        MDC.put(RequestId.MDC_KEY, requestId);
        trace.onThisThread();
    }

    void answeredBy(String template) {
        this.route = template;
    }

    void ended(int answered, long took) {
        this.status = answered;
        this.nanos = took;
    }

    public String requestId() {
        return requestId;
    }

    public Trace trace() {
        return trace;
    }

    public String method() {
        return method;
    }

    /** As it was called, without its query; {@code null} if it makes no sense. */
    public String path() {
        return path;
    }

    /** As the documentation writes it: {@code /api/v1/users/{id}}. */
    public String route() {
        return route;
    }

    /** {@code null} while nobody has signed in. */
    public String userId() {
        return userId;
    }

    /** Of the answer, once there is one. */
    public int status() {
        return status;
    }

    /** From the first byte of the request to the last one of the answer. */
    public long nanos() {
        return nanos;
    }
}
