package dev.gatehouse.idempotency;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;

/** How an endpoint whose body is too large to be held honours the key of its request. */
public final class StreamedClaim {
    private static final String ATTRIBUTE = "dev.gatehouse.idempotency.later";

    private final Function<byte[], Optional<Response>> claim;

    private StreamedClaim(Function<byte[], Optional<Response>> claim) {
        this.claim = claim;
    }

    static void prepare(ContainerRequestContext request, Function<byte[], Optional<Response>> claim) {
        request.setProperty(ATTRIBUTE, new StreamedClaim(claim));
    }

    /**
     * To be called before anything is changed.
     *
     * @param fingerprint what tells the body from another one
     * @return the answer to give in place of doing it again; empty to go on, and for a request without a key
     * @throws dev.gatehouse.kernel.Refusal {@code idempotency_key_reused} (422), {@code idempotency_key_in_progress}
     *     (409)
     */
    public static Optional<Response> of(HttpServletRequest request, byte[] fingerprint) {
        return request.getAttribute(ATTRIBUTE) instanceof StreamedClaim later
                ? later.claim.apply(fingerprint)
                : Optional.empty();
    }
}
