package dev.gatehouse.http;

import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A page with at most one style and one script of its own, and nothing from anywhere else.
 *
 * @param policy the Content-Security-Policy that allows exactly these two
 */
public record StaticPage(String html, String policy) {
    /** One that travels inside the jar. */
    public static StaticPage read(String file) {
        try (InputStream in = StaticPage.class.getClassLoader().getResourceAsStream(file)) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static StaticPage of(String html) {
        return new StaticPage(
                html,
                "default-src 'none'; script-src " + hashOf(html, "script") + "; style-src " + hashOf(html, "style")
                        + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    /** The CSP source that allows exactly the one inline element of this name. */
    private static String hashOf(String html, String element) {
        int start = html.indexOf("<" + element + ">");
        if (start < 0) {
            return "'none'";
        }
        String content = html.substring(start + element.length() + 2, html.indexOf("</" + element + ">"));
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(content)) + "'";
    }
}
