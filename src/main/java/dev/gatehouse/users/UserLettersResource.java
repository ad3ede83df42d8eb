package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.idempotency.Idempotent;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Letters with a link that administrators have sent to somebody. */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class UserLettersResource {
    private final SendPasswordReset sendPasswordReset;
    private final Invitations invitations;

    /** What a person reads. */
    public record Message(String message) {}

    UserLettersResource(SendPasswordReset sendPasswordReset, Invitations invitations) {
        this.sendPasswordReset = sendPasswordReset;
        this.invitations = invitations;
    }

    @POST
    @Path("/{id}/send-password-reset")
    @Idempotent
    @RequiresPermission("users:update")
    @AnswersWith(value = Message.class, status = 202)
    public Response sendPasswordReset(@Auth Caller caller, @PathParam("id") long id) {
        sendPasswordReset.byAdministrator(caller, id);
        return Response.accepted(new Message("A link to set a new password is on its way."))
                .build();
    }

    @POST
    @Path("/{id}/send-invitation")
    @Idempotent
    @RequiresPermission("users:create")
    @AnswersWith(value = Message.class, status = 202)
    public Response sendInvitation(@Auth Caller caller, @PathParam("id") long id) {
        invitations.sendAgain(caller, id);
        return Response.accepted(new Message("Another invitation is on its way; earlier ones are void."))
                .build();
    }
}
