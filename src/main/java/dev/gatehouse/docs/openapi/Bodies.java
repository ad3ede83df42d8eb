package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an endpoint takes as the body of a request, in each of its media types. */
final class Bodies {
    private final Schemas schemas;
    private final Texts texts;

    Bodies(Schemas schemas, Texts texts) {
        this.schemas = schemas;
        this.texts = texts;
    }

    /** @return nothing if none of them takes a body */
    Optional<ObjectNode> of(List<Endpoint> together) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        boolean required = false;
        for (Endpoint endpoint : together) {
            Optional<Parameter> body = endpoint.body();
            required |= body.map(parameter -> parameter.isAnnotationPresent(NotNull.class))
                    .orElse(false);
            if (body.isPresent() || !endpoint.parts().isEmpty() || isDescribed(endpoint)) {
                endpoint.consumes().stream()
                        .filter(type -> !type.equals(MediaType.WILDCARD))
                        .forEach(type -> content.putObject(type).set("schema", schema(endpoint, type, body)));
            }
        }
        if (content.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("required", required || content.has(MediaType.MULTIPART_FORM_DATA));
        return Optional.of(request.set("content", content));
    }

    private boolean isDescribed(Endpoint endpoint) {
        return texts.operation(endpoint).has("bodies");
    }

    private JsonNode schema(Endpoint endpoint, String type, Optional<Parameter> body) {
        JsonNode described = texts.operation(endpoint).path("bodies").path(type);
        if (!described.isMissingNode()) {
            return described.deepCopy();
        }
        if (!endpoint.parts().isEmpty()) {
            return multipart(endpoint.parts());
        }
        boolean binary = body.isEmpty() || body.get().getType() == byte[].class;
        return body.isEmpty() || Map.class.isAssignableFrom(body.get().getType()) || binary
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("type", type.startsWith("multipart") || !binary ? "object" : "string")
                : schemas.of(body.get().getAnnotatedType(), Schemas.Way.ACCEPTED);
    }

    private static ObjectNode multipart(List<Parameter> parts) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Parameter part : parts) {
            properties.putObject(nameOf(part)).put("type", "string").put("format", "binary");
        }
        return schema;
    }

    private static String nameOf(Parameter part) {
        for (Annotation annotation : part.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("FormDataParam")) {
                try {
                    return (String)
                            annotation.annotationType().getMethod("value").invoke(annotation);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return part.getName();
    }
}
