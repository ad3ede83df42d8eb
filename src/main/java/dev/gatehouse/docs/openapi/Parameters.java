package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.idempotency.Idempotent;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;

/** What an endpoint takes beside its body: in the path, in the query, in headers. */
final class Parameters {
    private final Schemas schemas;
    private final Texts texts;

    Parameters(Schemas schemas, Texts texts) {
        this.schemas = schemas;
        this.texts = texts;
    }

    ArrayNode of(List<Endpoint> together) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Endpoint first = together.get(0);
        for (Parameter parameter : first.method().getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                bean(parameter.getType(), all);
            } else {
                add(parameter, List.of(parameter.getAnnotations()), all);
            }
        }
        List<String> headers =
                new ArrayList<>(Texts.strings(texts.operation(first).path("headers")));
        if (first.method().isAnnotationPresent(Idempotent.class)) {
            headers.add("Idempotency-Key");
        }
        headers.forEach(header ->
                add(header, "header", JsonNodeFactory.instance.objectNode().put("type", "string"), all));
        return all;
    }

    /** Its constructor names the parameters; its fields of the same names carry the rules. */
    private void bean(Class<?> bean, ArrayNode all) {
        for (Parameter argument : bean.getConstructors()[0].getParameters()) {
            List<Annotation> rules = new ArrayList<>(List.of(argument.getAnnotations()));
            try {
                rules.addAll(List.of(bean.getDeclaredField(argument.getName()).getAnnotations()));
            } catch (NoSuchFieldException e) {
                // Kept in some other form: the constructor's own annotations have to do.
            }
            add(argument, rules, all);
        }
    }

    private void add(Parameter parameter, List<Annotation> rules, ArrayNode all) {
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        PathParam path = parameter.getAnnotation(PathParam.class);
        HeaderParam header = parameter.getAnnotation(HeaderParam.class);
        if (query == null && path == null && header == null) {
            return;
        }
        ObjectNode schema = schemas.of(parameter.getAnnotatedType(), Schemas.Way.ACCEPTED);
        Constraints.apply(rules, schema);
        if (query != null) {
            ObjectNode added = add(query.value(), "query", schema, all);
            if (Constraints.isRequired(rules)) {
                added.put("required", true);
            }
        } else if (path != null) {
            add(path.value(), "path", schema, all).put("required", true);
        } else {
            add(header.value(), "header", schema, all);
        }
        DefaultValue otherwise = parameter.getAnnotation(DefaultValue.class);
        if (otherwise != null) {
            ObjectNode written = (ObjectNode) all.get(all.size() - 1).path("schema");
            written.set("default", typed(otherwise.value(), written.path("type").asText()));
        }
    }

    private ObjectNode add(String name, String in, ObjectNode schema, ArrayNode all) {
        JsonNode known = texts.parameter(name);
        ObjectNode parameter = all.addObject().put("name", name).put("in", in);
        if (known.has("about")) {
            parameter.put("description", known.path("about").asText());
        }
        // What is read as text, to refuse it properly, may be a number all the same.
        boolean text = schema.path("type").asText().equals("string");
        parameter.set(
                "schema", text && known.has("schema") ? known.path("schema").deepCopy() : schema);
        if (known.has("example") && !in.equals("query")) {
            parameter.set("example", known.path("example"));
        }
        return parameter;
    }

    private static JsonNode typed(String value, String type) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (type) {
            case "integer" -> nodes.numberNode(Long.parseLong(value));
            case "boolean" -> nodes.booleanNode(Boolean.parseBoolean(value));
            default -> nodes.textNode(value);
        };
    }
}
