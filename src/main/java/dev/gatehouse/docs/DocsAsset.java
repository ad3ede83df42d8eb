package dev.gatehouse.docs;

import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;

/** A script, style or picture of the documentation. */
final class DocsAsset {
    private static final int TAG_BYTES = 8;

    private final String name;
    private final byte[] bytes;

    private DocsAsset(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** One of ours. */
    static DocsAsset own(String name) {
        return new DocsAsset(name, DocsText.bytes("docs/" + name));
    }

    /** One that a WebJar brings. */
    static DocsAsset ofWebJar(String group, String artifact, String path) {
        String version = version(group, artifact);
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new DocsAsset(
                name, DocsText.bytes("META-INF/resources/webjars/" + artifact + "/" + version + "/" + path));
    }

    /** With something in it said otherwise; a WebJar that has changed stops the start. */
    DocsAsset replacing(String text, String by) {
        String content = new String(bytes, StandardCharsets.UTF_8);
        if (!content.contains(text)) {
            throw new IllegalStateException(name + " does not contain " + text + " any more");
        }
        return new DocsAsset(name, content.replace(text, by).getBytes(StandardCharsets.UTF_8));
    }

    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Changes with the content. */
    String tag() {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.digest().digest(bytes), TAG_BYTES));
    }

    String mediaType() {
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
