package dev.gatehouse.http;

import java.net.http.HttpRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.slf4j.MDC;

/**
 * The larger story that a request is part of (W3C Trace Context): the caller's if he tells one, otherwise a new one.
 *
 * @param id of the trace, 32 hexadecimal digits
 * @param parent what our own outgoing calls say in {@code traceparent}
 * @param state the caller's {@code tracestate}, passed on as it is; {@code null} without one
 * @param continued whether the caller told it
 */
public record Trace(String id, String parent, String state, boolean continued) {
    static final String MDC_ID = "trace_id";

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final String MDC_TOLD = "trace_told";
    private static final int MAX_STATE = 512;
    private static final HexFormat HEX = HexFormat.of();
    /** Version 00, and what a later version is to be read as (4.3). */
    private static final Pattern HEADER =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?");

    static Trace of(HttpFields headers) {
        List<String> parents = headers.getValuesList(PARENT);
        if (parents.size() == 1) {
            Matcher told = HEADER.matcher(parents.get(0));
            if (told.matches() && (told.group(4) == null || !told.group(1).equals("00"))) {
                return continuing(told, headers);
            }
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        // Never zero, which means none.
        String id = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
        return new Trace(id, parent(id, "00"), null, false);
    }

    private static Trace continuing(Matcher told, HttpFields headers) {
        String state = String.join(",", headers.getValuesList(STATE));
        // Of the flags only "sampled" is known, and only what is known is passed on (4.3).
        String flags = (Integer.parseInt(told.group(3), 16) & 1) == 1 ? "01" : "00";
        boolean passedOn = !state.isBlank() && state.length() <= MAX_STATE;
        return new Trace(told.group(2), parent(told.group(2), flags), passedOn ? state : null, true);
    }

    private static String parent(String id, String flags) {
        long span = ThreadLocalRandom.current().nextLong() | 1;
        return "00-" + id + "-" + HEX.toHexDigits(span) + "-" + flags;
    }

    /** The trace that the caller of this thread's request told us, and therefore knows; one of our own nobody looks for. */
    public static Optional<String> told() {
        return Optional.ofNullable(MDC.get(MDC_TOLD));
    }

    /** Lets whom we call go on with the story; does nothing on a thread that works for no request. */
    public static HttpRequest.Builder passOn(HttpRequest.Builder call) {
        String parent = MDC.get(PARENT);
        if (parent != null) {
            call.header(PARENT, parent);
            String state = MDC.get(STATE);
            if (state != null) {
                call.header(STATE, state);
            }
        }
        return call;
    }

    void onThisThread() {
        MDC.put(MDC_ID, id);
        MDC.put(PARENT, parent);
        if (continued) {
            MDC.put(MDC_TOLD, id);
        }
        if (state != null) {
            MDC.put(STATE, state);
        }
    }
}
