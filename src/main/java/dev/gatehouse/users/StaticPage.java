package dev.gatehouse.users;

import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A page of the jar with one style and one script.
 *
 * @param policy the Content-Security-Policy that allows exactly these two
 */
record StaticPage(String html, String policy) {
    static StaticPage read(String file) {
        try (InputStream in = StaticPage.class.getClassLoader().getResourceAsStream(file)) {
            String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new StaticPage(
                    html,
                    "default-src 'none'; script-src " + hashOf(html, "script") + "; style-src " + hashOf(html, "style")
                            + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The CSP source that allows exactly the one inline element of this name. */
    private static String hashOf(String html, String element) {
        int start = html.indexOf("<" + element + ">") + element.length() + 2;
        String content = html.substring(start, html.indexOf("</" + element + ">"));
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(content)) + "'";
    }
}
