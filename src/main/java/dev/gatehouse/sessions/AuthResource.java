package dev.gatehouse.sessions;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.access.Caller;
import dev.gatehouse.access.SignedIn;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.limits.RateLimited;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;

/** Sign-in, refresh and sign-out, as JSON and as the forms that the original spoke. */
@Path("/api/v1/auth")
@Produces(MediaType.APPLICATION_JSON)
public final class AuthResource {
    private static final String LOGOUT = "logout";

    private final SignIn signIn;
    private final RotateRefreshToken refresh;
    private final EndSession endSession;

    /** What a person reads. */
    public record Message(String message) {}

    /** How many sessions were ended. */
    public record Revoked(String message, int revoked) {}

    AuthResource(SignIn signIn, RotateRefreshToken refresh, EndSession endSession) {
        this.signIn = signIn;
        this.refresh = refresh;
        this.endSession = endSession;
    }

    @POST
    @Path("/login")
    @Consumes(MediaType.APPLICATION_JSON)
    @Anonymous
    @RateLimited("login")
    @AnswersWith(TokenSet.class)
    public Response login(@NotNull @Valid NewSession body, @Context HttpServletRequest request) {
        return start(body.complete("email"), request);
    }

    @POST
    @Path("/login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Anonymous
    @RateLimited("login")
    @AnswersWith(TokenSet.class)
    public Response loginByForm(@NotNull MultivaluedMap<String, String> form, @Context HttpServletRequest request) {
        String password = FormField.of(form, "password");
        Secret secret = password == null ? null : Secret.of(password);
        return start(
                new NewSession(null, FormField.of(form, "username"), secret, FormField.of(form, "captcha_token"))
                        .complete("username"),
                request);
    }

    @POST
    @Path("/refresh")
    @Consumes(MediaType.APPLICATION_JSON)
    @Anonymous
    @RateLimited("refresh")
    public TokenSet refresh(@NotNull @Valid Presented body, @Context HttpServletRequest request) {
        return refresh.present(body.refreshToken(), Origin.of(request));
    }

    @POST
    @Path("/refresh")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Anonymous
    @RateLimited("refresh")
    public TokenSet refreshByForm(@NotNull MultivaluedMap<String, String> form, @Context HttpServletRequest request) {
        return refresh.present(Presented.in(form), Origin.of(request));
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.APPLICATION_JSON)
    @Anonymous
    public Message logout(@NotNull @Valid Presented body, @Context HttpServletRequest request) {
        endSession.ofRefreshToken(body.refreshToken(), LOGOUT, Origin.of(request));
        return new Message("Signed out.");
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Anonymous
    public Message logoutByForm(@NotNull MultivaluedMap<String, String> form, @Context HttpServletRequest request) {
        endSession.ofRefreshToken(Presented.in(form), LOGOUT, Origin.of(request));
        return new Message("Signed out.");
    }

    @POST
    @Path("/logout-all")
    @SignedIn(evenIfPasswordMustChange = true)
    public Revoked logoutAll(@Auth Caller caller) {
        return new Revoked("Signed out everywhere.", endSession.allOwn(caller));
    }

    private Response start(NewSession session, HttpServletRequest request) {
        SignIn.Begun begun = signIn.with(
                new SignIn.Credentials(
                        session.address(), session.password(), session.captchaToken(), deviceMarker(request)),
                Origin.of(request));
        return Response.ok(begun.tokens())
                .header(HttpHeaders.SET_COOKIE, begun.deviceCookie())
                .build();
    }

    private static String deviceMarker(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return Arrays.stream(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> cookie.getName().equals(DeviceMarkers.COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
    }
}
