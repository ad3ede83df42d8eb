package dev.gatehouse.idempotency;

import dev.gatehouse.access.Caller;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Sha256;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Claims the key of a request, or answers in its place what was answered before. Runs after authentication,
 * authorisation and rate limits: a replay is for those who may still make the call.
 */
@Priority(IdempotencyFilter.AFTER_ACCESS_RULES)
final class IdempotencyFilter implements ContainerRequestFilter {
    static final int AFTER_ACCESS_RULES = Priorities.USER - 100;
    static final String CLAIM = "dev.gatehouse.idempotency.claim";

    private static final String KEY_HEADER = "Idempotency-Key";
    private static final String REPLAYED_HEADER = "Idempotency-Replayed";
    private static final Pattern KEY = Pattern.compile("[ -~]{1,64}");
    private static final int LONGEST_PLAIN_PATH = 200;

    private final IdempotencyKeys keys;
    private final boolean streamed;

    /** @param streamed whether the endpoint claims the key itself */
    IdempotencyFilter(IdempotencyKeys keys, boolean streamed) {
        this.keys = keys;
        this.streamed = streamed;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        List<String> sent = request.getHeaders().get(KEY_HEADER);
        if (sent == null || sent.isEmpty()) {
            return;
        }
        if (sent.size() > 1
                || sent.get(0).isBlank()
                || !KEY.matcher(sent.get(0)).matches()) {
            throw Refusal.malformed(
                    "malformed_idempotency_key", "Idempotency-Key must be 1 to 64 printable ASCII characters, once.");
        }
        if (streamed) {
            StreamedClaim.prepare(request, body -> claim(request, sent.get(0), body));
            return;
        }
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        claim(request, sent.get(0), body).ifPresent(request::abortWith);
    }

    private Optional<Response> claim(ContainerRequestContext request, String key, byte[] body) {
        Claim claim = keys.newClaim(scope(request), key, fingerprint(request, body));
        Optional<StoredResponse> stored = keys.claim(claim);
        if (stored.isEmpty()) {
            request.setProperty(CLAIM, claim);
        }
        return stored.map(IdempotencyFilter::replay);
    }

    /** Two callers, or two endpoints, may use the same key. */
    private static String scope(ContainerRequestContext request) {
        String subject = request.getSecurityContext().getUserPrincipal() instanceof Caller caller
                ? "user:" + caller.userId()
                : "anonymous";
        String path = request.getUriInfo().getPath();
        String place = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (place.length() > LONGEST_PLAIN_PATH) {
            // An index entry is bounded, the path of a hostile request is not.
            place = HexFormat.of().formatHex(Sha256.of(place));
        }
        return subject + ' ' + request.getMethod() + ' ' + place;
    }

    private static byte[] fingerprint(ContainerRequestContext request, byte[] body) {
        MessageDigest digest = Sha256.digest();
        String query = request.getUriInfo().getRequestUri().getRawQuery();
        if (query != null) {
            digest.update(query.getBytes(StandardCharsets.UTF_8));
        }
        digest.update((byte) '\n');
        return digest.digest(body);
    }

    private static Response replay(StoredResponse stored) {
        Response.ResponseBuilder response = Response.status(stored.status());
        stored.headers().forEach(response::header);
        response.header(REPLAYED_HEADER, "true");
        return stored.body().length == 0
                ? response.build()
                : response.entity(stored.body()).build();
    }
}
