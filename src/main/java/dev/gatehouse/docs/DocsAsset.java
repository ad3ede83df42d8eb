package dev.gatehouse.docs;

import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;

/**
 * A script, style or picture of the documentation.
 *
 * @param tag changes with the content
 */
record DocsAsset(String name, String mediaType, byte[] bytes, String tag) {
    private static final int TAG_BYTES = 8;

    /** One of ours. */
    static DocsAsset own(String name) {
        return of(name, DocsText.bytes("docs/" + name));
    }

    /** One that a WebJar brings. */
    static DocsAsset ofWebJar(String group, String artifact, String path) {
        String version = version(group, artifact);
        String name = path.substring(path.lastIndexOf('/') + 1);
        return of(name, DocsText.bytes("META-INF/resources/webjars/" + artifact + "/" + version + "/" + path));
    }

    /** With something in it said otherwise; a WebJar that has changed stops the start. */
    DocsAsset replacing(String text, String by) {
        String content = new String(bytes, StandardCharsets.UTF_8);
        if (!content.contains(text)) {
            throw new IllegalStateException(name + " does not contain " + text + " any more");
        }
        return of(name, content.replace(text, by).getBytes(StandardCharsets.UTF_8));
    }

    private static DocsAsset of(String name, byte[] bytes) {
        String tag = HexFormat.of().formatHex(Arrays.copyOf(Sha256.digest().digest(bytes), TAG_BYTES));
        return new DocsAsset(name, mediaType(name), bytes, tag);
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }

    private static String version(String group, String artifact) {
        String path = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        Properties properties = new Properties();
        try (InputStream in = DocsAsset.class.getClassLoader().getResourceAsStream(path)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
