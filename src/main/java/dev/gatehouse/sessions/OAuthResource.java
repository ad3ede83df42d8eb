package dev.gatehouse.sessions;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.OnlyReads;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/** Introspection (RFC 7662) and revocation (RFC 7009); both find out by themselves which kind of token they are given. */
@Path("/api/v1/oauth2")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.APPLICATION_JSON)
public final class OAuthResource {
    private final InspectToken inspect;

    OAuthResource(InspectToken inspect) {
        this.inspect = inspect;
    }

    @POST
    @OnlyReads
    @Path("/introspect")
    @RequiresPermission(SessionsModule.INTROSPECT)
    public Introspection introspect(@NotNull MultivaluedMap<String, String> form) {
        return inspect.introspect(required(form));
    }

    @POST
    @Path("/revoke")
    @Anonymous
    @AnswersWith
    public Response revoke(@NotNull MultivaluedMap<String, String> form, @Context HttpServletRequest request) {
        inspect.revoke(required(form), Origin.of(request));
        return Response.ok().build();
    }

    private static String required(MultivaluedMap<String, String> form) {
        String token = FormField.of(form, "token");
        if (token == null || token.isEmpty()) {
            throw Refusal.malformed("invalid_request", "The parameter token is missing.");
        }
        return token;
    }
}
