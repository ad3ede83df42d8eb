package dev.gatehouse.apikeys;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.SignedIn;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.idempotency.Idempotent;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** The caller's own API keys. Keys make no keys: whoever finds one must not outlive its revocation. */
@Path("/api/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ApiKeyResource {
    private final ApiKeys keys;

    ApiKeyResource(ApiKeys keys) {
        this.keys = keys;
    }

    @GET
    @SignedIn
    public List<ApiKey> list(@Auth Caller caller) {
        return keys.list(caller);
    }

    @POST
    @Idempotent
    @SignedIn
    @AnswersWith(value = IssuedApiKey.class, status = 201)
    public Response create(@Auth Caller caller, @NotNull @Valid NewApiKey body) {
        return created(keys.create(caller, body));
    }

    @GET
    @Path("/{id}")
    @SignedIn
    public ApiKey get(@Auth Caller caller, @PathParam("id") UUID id) {
        return keys.find(caller, id);
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @SignedIn
    public void revoke(@Auth Caller caller, @PathParam("id") UUID id) {
        keys.revoke(caller, id);
    }

    /** Makes another key that takes its place; without a body the overlap is the configured one. */
    @POST
    @Path("/{id}/rotate")
    @Idempotent
    @SignedIn
    @AnswersWith(value = IssuedApiKey.class, status = 201)
    public Response rotate(@Auth Caller caller, @PathParam("id") UUID id, @Valid KeyRotation body) {
        return created(keys.rotate(caller, id, body == null ? new KeyRotation(null) : body));
    }

    private static Response created(IssuedApiKey key) {
        return Response.status(201)
                .header(HttpHeaders.LOCATION, "/api/v1/api-keys/" + key.apiKey().id())
                .entity(key)
                .build();
    }
}
