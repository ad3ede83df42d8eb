package dev.gatehouse.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the files of the documentation that travel inside the jar. */
public final class DocsText {
    private DocsText() {}

    public static JsonNode yaml(String name) {
        // Not by Jackson, to which an alias is a text.
        return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(name)));
    }

    static String text(String name) {
        return new String(bytes("docs/" + name), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String path) {
        try (InputStream in = DocsText.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One value stands for a list of one. */
    static <T> List<T> list(JsonNode node, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> list.add(read.apply(item)));
        } else if (!node.isMissingNode()) {
            list.add(read.apply(node));
        }
        return list;
    }
}
