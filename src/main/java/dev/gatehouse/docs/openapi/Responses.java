package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.idempotency.Idempotent;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.AnnotatedType;
import java.util.List;
import java.util.Optional;

/** What an endpoint answers when it has done what was asked. */
final class Responses {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Schemas schemas;
    private final Texts texts;

    Responses(Schemas schemas, Texts texts) {
        this.schemas = schemas;
        this.texts = texts;
    }

    void addTo(ObjectNode responses, List<Endpoint> together) {
        Endpoint first = together.get(0);
        AnswersWith answers = first.annotation(AnswersWith.class).orElse(null);
        int status = status(first, answers);
        ObjectNode usual = success(first, status, answers);
        responses.set(Integer.toString(status), usual);
        together.forEach(endpoint -> endpoint.produces().stream()
                .filter(type -> usual.has("content") && !first.produces().contains(type))
                .forEach(type -> usual.withObject("/content")
                        .putObject(type)
                        .putObject("schema")
                        .put("type", "string")));
        if (answers != null) {
            for (int also : answers.also()) {
                responses.set(Integer.toString(also), success(first, also, answers));
            }
        }
        texts.operation(first).path("statuses").properties().forEach(more -> {
            // Another success has the body of the usual one, or a part of it.
            ObjectNode other = more.getKey().startsWith("2") ? usual.deepCopy() : NODES.objectNode();
            responses.set(
                    more.getKey(), other.put("description", more.getValue().asText()));
        });
    }

    private static int status(Endpoint endpoint, AnswersWith answers) {
        if (answers != null) {
            return answers.status();
        }
        return endpoint.method().getReturnType() == void.class ? 204 : 200;
    }

    private ObjectNode success(Endpoint endpoint, int status, AnswersWith answers) {
        ObjectNode response = NODES.objectNode().put("description", describe(status));
        ObjectNode headers = NODES.objectNode();
        List<String> names = Texts.strings(texts.operation(endpoint).path("answer_headers"));
        names.forEach(name -> header(headers, name));
        if (answers != null && answers.list()) {
            header(headers, "Link");
            header(headers, "X-Total-Count");
        }
        if (status == 201) {
            header(headers, "Location");
        }
        if (status >= 500) {
            header(headers, "Retry-After");
        }
        if (endpoint.method().isAnnotationPresent(Idempotent.class)) {
            header(headers, "Idempotency-Replayed");
        }
        if (!headers.isEmpty()) {
            response.set("headers", headers);
        }
        body(endpoint, answers).ifPresent(schema -> {
            ObjectNode content = response.putObject("content");
            mediaTypes(endpoint).forEach(type -> content.putObject(type).set("schema", schema.deepCopy()));
        });
        return response;
    }

    private Optional<ObjectNode> body(Endpoint endpoint, AnswersWith answers) {
        if (answers != null && answers.value() != void.class) {
            ObjectNode schema = schemas.of(answers.value(), Schemas.Way.SHOWN);
            return Optional.of(answers.list() ? Schemas.array(schema) : schema);
        }
        AnnotatedType type = endpoint.method().getAnnotatedReturnType();
        if (type.getType() == void.class) {
            return Optional.empty();
        }
        if (type.getType() != Response.class) {
            return Optional.of(schemas.of(type, Schemas.Way.SHOWN));
        }
        JsonNode produced = texts.operation(endpoint).path("answer");
        if (produced.has("schema")) {
            return Optional.of((ObjectNode) produced.path("schema").deepCopy());
        }
        return (produced.isMissingNode() && answers == null) || produced.has("types")
                ? Optional.of(NODES.objectNode())
                : Optional.empty();
    }

    private List<String> mediaTypes(Endpoint endpoint) {
        List<String> described =
                Texts.strings(texts.operation(endpoint).path("answer").path("types"));
        if (!described.isEmpty()) {
            return described;
        }
        return endpoint.produces().contains(MediaType.WILDCARD)
                ? List.of(MediaType.APPLICATION_OCTET_STREAM)
                : endpoint.produces();
    }

    private static String describe(int status) {
        return switch (status) {
            case 200 -> "Done.";
            case 201 -> "Made.";
            case 202 -> "Accepted; it will be done soon.";
            case 204 -> "Done; there is nothing to say about it.";
            case 303, 307, 302 -> "It is somewhere else.";
            case 503 -> "Not well at the moment.";
            default -> "As described.";
        };
    }

    static void header(ObjectNode headers, String name) {
        headers.putObject(name).put("$ref", "#/components/headers/" + name);
    }
}
