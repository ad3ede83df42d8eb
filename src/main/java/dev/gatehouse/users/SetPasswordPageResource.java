package dev.gatehouse.users;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.kernel.Sha256;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where one-time links lead when no front end of your own takes them: a page that sets a password. Opening it changes
 * nothing, the token is spent by the POST that its form makes.
 */
@Path("/set-password")
public final class SetPasswordPageResource {
    private static final String FILE = "set-password.html";

    private final String page = read();
    private final String policy = "default-src 'none'; script-src " + hashOf("script") + "; style-src "
            + hashOf("style") + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @GET
    @Anonymous
    @Produces(MediaType.TEXT_HTML)
    public Response show() {
        return Response.ok(page)
                .header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** The CSP source that allows exactly the one inline element of this name. */
    private String hashOf(String element) {
        int start = page.indexOf("<" + element + ">") + element.length() + 2;
        String content = page.substring(start, page.indexOf("</" + element + ">"));
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(content)) + "'";
    }

    private static String read() {
        try (InputStream in = SetPasswordPageResource.class.getClassLoader().getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
