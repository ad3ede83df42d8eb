package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.docs.DocsText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What code cannot tell: summaries, examples, which refusals a deed knows; {@code docs/openapi.yml} of the jar. */
final class Texts {
    private final JsonNode root;

    private Texts(JsonNode root) {
        this.root = root;
    }

    static Texts read() {
        return new Texts(DocsText.yaml("openapi.yml"));
    }

    String introduction() {
        return root.path("introduction").asText();
    }

    /** In the order in which they are shown. */
    JsonNode tags() {
        return root.path("tags");
    }

    /** Empty for a route that nobody has described yet. */
    JsonNode operation(Endpoint endpoint) {
        return root.path("operations").path(endpoint.route());
    }

    /** The same for an operation by its name. */
    JsonNode operation(String name, List<Endpoint> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .map(this::operation)
                .orElseThrow();
    }

    /** @return {@code about}, {@code schema} and {@code example}, as far as they are known */
    JsonNode parameter(String name) {
        return root.path("parameters").path(name);
    }

    Optional<String> aboutSchema(String name) {
        return text(root.path("schemas").path(name).path("about"));
    }

    boolean mayBeNull(String schema, String member) {
        for (JsonNode nullable : root.path("schemas").path(schema).path("nullable")) {
            if (nullable.asText().equals(member)) {
                return true;
            }
        }
        return false;
    }

    Optional<String> aboutMember(String schema, String member) {
        return text(root.path("schemas").path(schema).path("members").path(member));
    }

    /** What JSON is that was made elsewhere; an object unless said otherwise. */
    ObjectNode rawMember(String schema, String member) {
        JsonNode shape = root.path("schemas").path(schema).path("raw").path(member);
        return shape instanceof ObjectNode known
                ? known.deepCopy()
                : JsonNodeFactory.instance.objectNode().put("type", "object");
    }

    Optional<JsonNode> example(String member) {
        JsonNode example = root.path("examples").path(member);
        return example.isMissingNode() ? Optional.empty() : Optional.of(example);
    }

    static List<String> strings(JsonNode node) {
        List<String> strings = new ArrayList<>();
        node.forEach(item -> strings.add(item.asText()));
        return strings;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
