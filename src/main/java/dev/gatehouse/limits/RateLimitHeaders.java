package dev.gatehouse.limits;

import dev.gatehouse.store.Decision;
import dev.gatehouse.store.Decision.State;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Tells callers what is left: {@code RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10),
 * and {@code X-RateLimit-*} for clients of the original.
 */
final class RateLimitHeaders implements ContainerResponseFilter {
    private static final String NOTE = "dev.gatehouse.limits.decision";

    private record Note(String policy, Decision decision) {}

    /** For the answer. */
    static void note(ContainerRequestContext request, String policy, Decision decision) {
        request.setProperty(NOTE, new Note(policy, decision));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(NOTE) instanceof Note note)) {
            return;
        }
        State tightest = note.decision().tightest();
        Duration until = tightest.remaining() == 0 ? tightest.retryAfter() : tightest.reset();
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(
                "RateLimit-Policy",
                note.decision().states().stream()
                        .map(state -> name(note, state) + ";q=" + state.quota().count() + ";w="
                                + seconds(state.quota().window()))
                        .collect(Collectors.joining(", ")));
        headers.putSingle("RateLimit", name(note, tightest) + ";r=" + tightest.remaining() + ";t=" + seconds(until));
        headers.putSingle("X-RateLimit-Limit", tightest.quota().count());
        headers.putSingle("X-RateLimit-Remaining", tightest.remaining());
        headers.putSingle("X-RateLimit-Reset", seconds(until));
    }

    private static String name(Note note, State state) {
        return "\"" + note.policy() + "-" + seconds(state.quota().window()) + "\"";
    }

    /** Rounded up: who waits so long does not come too early. */
    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
