package dev.gatehouse.users;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.Origin;
import dev.gatehouse.idempotency.Idempotent;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.limits.RateLimited;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** How people get an account by themselves, and prove that an address is theirs. */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RegistrationResource {
    private final AskForAddress ask;
    private final VerifyEmail verifyEmail;
    private final UndoEmailChange undoEmailChange;

    /** A one-time link. */
    public record ByLink(@NotNull Secret token) {}

    /** Whose link is to be sent again. */
    public record ForAddress(@NotNull String email, String captchaToken) {}

    /** What a person reads. */
    public record Message(String message) {}

    RegistrationResource(AskForAddress ask, VerifyEmail verifyEmail, UndoEmailChange undoEmailChange) {
        this.ask = ask;
        this.verifyEmail = verifyEmail;
        this.undoEmailChange = undoEmailChange;
    }

    @POST
    @Path("/register")
    @Idempotent
    @Anonymous
    @RateLimited("register")
    @AnswersWith(value = Message.class, status = 202)
    public Response register(@NotNull @Valid NewRegistration body, @Context HttpServletRequest request) {
        ask.account(body, Origin.of(request));
        return accepted("Thank you. A letter is on its way to this address; please follow the link in it.");
    }

    @POST
    @Path("/resend-verification")
    @Idempotent
    @Anonymous
    @RateLimited("register")
    @AnswersWith(value = Message.class, status = 202)
    public Response resendVerification(@NotNull @Valid ForAddress body, @Context HttpServletRequest request) {
        ask.verification(body.email(), body.captchaToken(), Origin.of(request));
        return accepted("If this address waits to be verified, another letter is on its way to it.");
    }

    @POST
    @Path("/verify-email")
    @Anonymous
    public Message verifyEmail(@NotNull @Valid ByLink body, @Context HttpServletRequest request) {
        verifyEmail.by(body.token(), Origin.of(request));
        return new Message("The e-mail address has been verified.");
    }

    @POST
    @Path("/undo-email-change")
    @Anonymous
    public Message undoEmailChange(@NotNull @Valid ByLink body, @Context HttpServletRequest request) {
        undoEmailChange.by(body.token(), Origin.of(request));
        return new Message(
                "The account has its former e-mail address again; a link to set a new password was sent there.");
    }

    private static Response accepted(String message) {
        return Response.accepted(new Message(message)).build();
    }
}
