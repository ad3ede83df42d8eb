package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** Makes an example of a schema from what its members are called: an {@code email} looks the same everywhere. */
final class Examples {
    private static final int DEEPEST = 6;
    private static final Map<String, String> BY_FORMAT = Map.of(
            "date-time", "2026-11-23T15:04:05.123Z",
            "date", "2026-11-23",
            "uuid", "0190b6a0-7c1e-7d3a-9b52-2f1c5d7e8a90",
            "uri", "https://example.org/",
            "email", "ada@example.com");

    private final Map<String, ObjectNode> components;
    private final Texts texts;

    Examples(Map<String, ObjectNode> components, Texts texts) {
        this.components = components;
        this.texts = texts;
    }

    JsonNode of(JsonNode schema) {
        return of("", schema, 0);
    }

    private JsonNode of(String name, JsonNode schema, int depth) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            return of(name, components.get(reference.substring(reference.lastIndexOf('/') + 1)), depth);
        }
        if (schema.has("anyOf")) {
            return of(name, schema.path("anyOf").get(0), depth);
        }
        JsonNode type = schema.path("type");
        String kind = type.isArray() ? type.get(0).asText() : type.asText();
        if (kind.equals("object") && schema.has("properties")) {
            return object(schema, depth);
        }
        return texts.example(name)
                .filter(example -> fits(example, kind, schema))
                .orElseGet(() -> bare(name, kind, schema, depth));
    }

    /** Names are shared, types are not: {@code roles} may be names here and objects there. */
    private static boolean fits(JsonNode example, String kind, JsonNode schema) {
        if (schema.has("enum")) {
            return false;
        }
        return switch (kind) {
            case "string" -> example.isTextual();
            case "integer" -> example.isIntegralNumber();
            case "number" -> example.isNumber();
            case "boolean" -> example.isBoolean();
            case "array" -> example.isArray() && !schema.path("items").has("$ref");
            case "object" -> example.isObject();
            default -> true;
        };
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (depth < DEEPEST) {
            schema.path("properties")
                    .properties()
                    .forEach(member -> object.set(member.getKey(), of(member.getKey(), member.getValue(), depth + 1)));
        }
        return object;
    }

    private JsonNode bare(String name, String kind, JsonNode schema, int depth) {
        return switch (kind) {
            case "array" -> array(name, schema, depth);
            case "object" -> JsonNodeFactory.instance.objectNode();
            case "integer" -> IntNode.valueOf(schema.path("minimum").asInt(1));
            case "number" -> DoubleNode.valueOf(schema.path("minimum").asDouble(1.5));
            case "boolean" -> BooleanNode.TRUE;
            default -> text(schema);
        };
    }

    private JsonNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        String one = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        JsonNode items = schema.path("items");
        if (items.has("$ref") || items.path("type").asText().equals("object")) {
            return array.add(of(one, items, depth + 1));
        }
        return array.add(of(one, items, depth));
    }

    private static JsonNode text(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").get(0);
        }
        String format = schema.path("format").asText();
        return TextNode.valueOf(BY_FORMAT.getOrDefault(format, "text"));
    }
}
