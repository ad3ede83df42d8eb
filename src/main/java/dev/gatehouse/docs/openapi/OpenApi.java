package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.docs.ProblemCatalogue;
import dev.gatehouse.http.HttpModule;
import dev.gatehouse.http.Problem;
import dev.gatehouse.limits.RoutePolicy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The description of the whole interface, made of the very classes that answer it. */
public final class OpenApi {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<Endpoint> endpoints;
    private final Texts texts = Texts.read();
    private final ProblemCatalogue problems = ProblemCatalogue.read();
    private final Schemas schemas;
    private final Operations operations;

    /**
     * @param resources the classes of all resources
     * @param json writes and reads their bodies
     * @param policies which rate limit counts an endpoint
     */
    public OpenApi(
            Collection<Class<?>> resources,
            ObjectMapper json,
            BiFunction<Class<?>, Method, Optional<RoutePolicy>> policies) {
        this.endpoints = Endpoint.of(resources);
        this.schemas = new Schemas(json, texts);
        this.operations = new Operations(texts, schemas, new Refusals(problems, texts), policies);
    }

    public ObjectNode document() {
        ObjectNode document = NODES.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Gatehouse")
                .put("version", HttpModule.API_VERSION)
                .put("description", texts.introduction())
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.withArray("servers").addObject().put("url", "/");
        ObjectNode paths = paths();
        document.set("tags", tags(paths));
        document.set("paths", paths);
        document.set("components", components());
        examples(document);
        return document;
    }

    /** Routes that nobody has described in {@code openapi.yml} yet. */
    public List<String> undescribed() {
        return endpoints.stream()
                .filter(endpoint -> texts.operation(endpoint).isMissingNode())
                .map(Endpoint::route)
                .distinct()
                .toList();
    }

    private ObjectNode paths() {
        Map<String, List<Endpoint>> together = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> together.computeIfAbsent(endpoint.route(), route -> new ArrayList<>())
                .add(endpoint));
        ObjectNode paths = NODES.objectNode();
        together.values().forEach(same -> {
            Endpoint first = same.get(0);
            ObjectNode item =
                    paths.has(first.path()) ? (ObjectNode) paths.get(first.path()) : paths.putObject(first.path());
            item.set(first.verb().toLowerCase(Locale.ROOT), operations.of(same));
        });
        return paths;
    }

    /** The known ones in their order, then those of what is not described yet. */
    private JsonNode tags(ObjectNode paths) {
        var tags = NODES.arrayNode();
        Set<String> used = new TreeSet<>();
        paths.forEach(item ->
                item.forEach(operation -> used.add(operation.path("tags").get(0).asText())));
        texts.tags().forEach(tag -> {
            String name = tag.path("name").asText();
            if (used.remove(name)) {
                tags.addObject()
                        .put("name", name)
                        .put("description", tag.path("about").asText());
            }
        });
        used.forEach(name -> tags.addObject().put("name", name));
        return tags;
    }

    private ObjectNode components() {
        schemas.of(Problem.class, Schemas.Way.SHOWN);
        ObjectNode components = NODES.objectNode();
        ObjectNode described = components.putObject("schemas");
        schemas.components().forEach(described::set);
        components.set("headers", Fixed.headers());
        components.set("securitySchemes", Fixed.securitySchemes());
        ObjectNode examples = components.putObject("examples");
        problems.all().forEach(problem -> examples.putObject(problem.code())
                .put("summary", problem.code())
                .set("value", Fixed.example(problem)));
        return components;
    }

    /** Each JSON body gets one, made of what its members are called. */
    private void examples(ObjectNode document) {
        Examples examples = new Examples(schemas.components(), texts);
        document.path("paths")
                .forEach(item -> item.forEach(operation -> {
                    JsonNode known =
                            texts.operation(operation.path("operationId").asText(), endpoints);
                    example(operation.path("requestBody"), known.path("example"), examples);
                    operation.path("responses").forEach(response -> example(response, NODES.missingNode(), examples));
                }));
    }

    private static void example(JsonNode body, JsonNode told, Examples examples) {
        body.path("content").properties().forEach(media -> {
            ObjectNode described = (ObjectNode) media.getValue();
            boolean form = media.getKey().endsWith("form-urlencoded");
            if ((media.getKey().endsWith("json") || form) && !described.has("examples")) {
                JsonNode schema = described.path("schema");
                if (!schema.isEmpty()) {
                    described.set("example", told.isMissingNode() || form ? examples.of(schema) : told);
                }
            }
        });
    }
}
