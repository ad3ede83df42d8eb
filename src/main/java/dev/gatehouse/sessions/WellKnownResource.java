package dev.gatehouse.sessions;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.http.AnswersWith;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.stream.Collectors;

/** How others check our tokens without asking us: public keys (RFC 7517) and metadata (RFC 8414). */
@Path("/.well-known")
@Produces(MediaType.APPLICATION_JSON)
public final class WellKnownResource {
    /** Ten minutes in seconds; a new key is published for at least as long before it signs. */
    private static final String CACHE = "public, max-age=600";

    private final KeyRings keys;
    private final AuthorizationServer metadata;
    private final Clock clock;

    WellKnownResource(KeyRings keys, AuthorizationServer metadata, Clock clock) {
        this.keys = keys;
        this.metadata = metadata;
        this.clock = clock;
    }

    @GET
    @Path("/jwks.json")
    @Anonymous
    public Response keys() {
        String jwks = keys.current().published(clock.instant()).stream()
                .map(SigningKey::publicJwk)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return cacheable(jwks);
    }

    @GET
    @Path("/oauth-authorization-server")
    @Anonymous
    @AnswersWith(AuthorizationServer.class)
    public Response metadata() {
        return cacheable(metadata);
    }

    private static Response cacheable(Object entity) {
        return Response.ok(entity).header(HttpHeaders.CACHE_CONTROL, CACHE).build();
    }
}
