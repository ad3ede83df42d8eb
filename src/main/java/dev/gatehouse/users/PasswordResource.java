package dev.gatehouse.users;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.access.Caller;
import dev.gatehouse.access.SignedIn;
import dev.gatehouse.http.Origin;
import dev.gatehouse.idempotency.Idempotent;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.limits.RateLimited;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** A new password, by the old one or by a one-time link. */
@Path("/api/v1/password")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class PasswordResource {
    private final ChangePassword changePassword;
    private final ResetPassword resetPassword;
    private final AskForAddress ask;

    /** The old password and the new one. */
    public record NewPassword(
            @NotNull Secret currentPassword, @NotNull Secret newPassword) {}

    /** A one-time link and the password that it is to set. */
    public record PasswordByLink(
            @NotNull Secret token, @NotNull Secret newPassword) {}

    /** What a person reads. */
    public record Done(String message) {}

    /** Whose link is wanted. */
    public record ForAddress(@NotNull String email, String captchaToken) {}

    /** The same for every address. */
    public record Requested(String message, String email) {}

    PasswordResource(ChangePassword changePassword, ResetPassword resetPassword, AskForAddress ask) {
        this.ask = ask;
        this.changePassword = changePassword;
        this.resetPassword = resetPassword;
    }

    @POST
    @Path("/change-password")
    @SignedIn(evenIfPasswordMustChange = true)
    public Done change(@Auth Caller caller, @NotNull @Valid NewPassword body) {
        changePassword.of(caller, body.currentPassword(), body.newPassword());
        return new Done("The password has been changed; all other sessions have been ended.");
    }

    @POST
    @Path("/request-reset")
    @Idempotent
    @Anonymous
    @RateLimited("reset")
    public Requested requestReset(@NotNull @Valid ForAddress body, @Context HttpServletRequest request) {
        String email = ask.passwordReset(body.email(), body.captchaToken(), Origin.of(request));
        return new Requested("If there is an account with this address, a link to set a new password was sent.", email);
    }

    @POST
    @Path("/reset-password")
    @Anonymous
    public Done reset(@NotNull @Valid PasswordByLink body, @Context HttpServletRequest request) {
        resetPassword.by(body.token(), body.newPassword(), Origin.of(request));
        return new Done("The password has been set; sign in with it.");
    }
}
