package dev.gatehouse.http;

import dev.gatehouse.kernel.Ids;
import jakarta.servlet.ServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.slf4j.MDC;

/** The name of one request, found in its response, its log lines and its audit rows. */
public final class RequestId {
    public static final String HEADER = "X-Request-ID";
    static final String MDC_KEY = "request_id";

    private static final String ATTRIBUTE = "dev.gatehouse.request_id";
    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The id of this request: the caller's own if it is harmless, otherwise a new one. */
    static String of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String offered = request.getHeaders().get(HEADER);
        String id = offered != null && ACCEPTABLE.matcher(offered).matches()
                ? offered
                : Ids.next().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** Of the request that this thread works for; empty on threads that work for none. */
    public static Optional<String> current() {
        return Optional.ofNullable(MDC.get(MDC_KEY));
    }

    public static String of(ServletRequest request) {
        return (String) request.getAttribute(ATTRIBUTE);
    }
}
