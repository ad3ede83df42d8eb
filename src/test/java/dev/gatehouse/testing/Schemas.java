package dev.gatehouse.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Schemas of an OpenAPI document as validators; each is compiled once. */
public final class Schemas {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<JsonNode, Schemas> ALL = new ConcurrentHashMap<>();

    private final JsonNode components;
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    private Schemas(JsonNode document) {
        this.components = document.path("components");
    }

    public static Schemas of(JsonNode document) {
        return ALL.computeIfAbsent(document.path("components").path("schemas"), schemas -> new Schemas(document));
    }

    public JsonSchema component(String name) {
        return schema(components.path("schemas").path(name));
    }

    public JsonSchema schema(JsonNode schema) {
        return compiled.computeIfAbsent(schema, key -> {
            ObjectNode whole = key.deepCopy();
            whole.putObject("components").set("schemas", components.path("schemas"));
            return FACTORY.getSchema(whole);
        });
    }
}
