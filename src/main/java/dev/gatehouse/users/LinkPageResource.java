package dev.gatehouse.users;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.http.StaticPage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Where one-time links lead when no front end of your own takes them. Opening a page changes nothing, which also keeps
 * mail scanners from using links up: the token is spent by the POST that its button makes.
 */
@Path("")
@Produces(MediaType.TEXT_HTML)
public final class LinkPageResource {
    private final StaticPage setPassword = StaticPage.read("set-password.html");
    private final StaticPage verifyEmail = StaticPage.read("verify-email.html");
    private final StaticPage undoEmailChange = StaticPage.read("undo-email-change.html");

    @GET
    @Path("/set-password")
    @Anonymous
    public Response setPassword() {
        return answer(setPassword);
    }

    @GET
    @Path("/verify-email")
    @Anonymous
    public Response verifyEmail() {
        return answer(verifyEmail);
    }

    @GET
    @Path("/undo-email-change")
    @Anonymous
    public Response undoEmailChange() {
        return answer(undoEmailChange);
    }

    private static Response answer(StaticPage page) {
        return Response.ok(page.html())
                .header("Content-Security-Policy", page.policy())
                .header("Cache-Control", "no-store")
                .build();
    }
}
