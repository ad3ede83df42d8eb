package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.Secret;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Schemas of what is no record: texts, numbers, times, enumerations. */
final class Scalars {
    private static final String STRING = "string";
    private static final String INTEGER = "integer";
    private static final String NUMBER = "number";

    /** Type and format. */
    private static final Map<Class<?>, String[]> KNOWN = Map.ofEntries(
            Map.entry(String.class, new String[] {STRING}),
            Map.entry(CharSequence.class, new String[] {STRING}),
            Map.entry(Secret.class, new String[] {STRING, "password"}),
            Map.entry(UUID.class, new String[] {STRING, "uuid"}),
            Map.entry(Instant.class, new String[] {STRING, "date-time"}),
            Map.entry(OffsetDateTime.class, new String[] {STRING, "date-time"}),
            Map.entry(LocalDate.class, new String[] {STRING, "date"}),
            Map.entry(URI.class, new String[] {STRING, "uri"}),
            Map.entry(java.time.Duration.class, new String[] {STRING}),
            Map.entry(io.dropwizard.util.Duration.class, new String[] {STRING}),
            Map.entry(byte[].class, new String[] {STRING, "binary"}),
            Map.entry(InputStream.class, new String[] {STRING, "binary"}),
            Map.entry(long.class, new String[] {INTEGER, "int64"}),
            Map.entry(Long.class, new String[] {INTEGER, "int64"}),
            Map.entry(int.class, new String[] {INTEGER, "int32"}),
            Map.entry(Integer.class, new String[] {INTEGER, "int32"}),
            Map.entry(short.class, new String[] {INTEGER}),
            Map.entry(Short.class, new String[] {INTEGER}),
            Map.entry(double.class, new String[] {NUMBER}),
            Map.entry(Double.class, new String[] {NUMBER}),
            Map.entry(float.class, new String[] {NUMBER}),
            Map.entry(Float.class, new String[] {NUMBER}),
            Map.entry(BigDecimal.class, new String[] {NUMBER}),
            Map.entry(boolean.class, new String[] {"boolean"}),
            Map.entry(Boolean.class, new String[] {"boolean"}));

    private Scalars() {}

    static Optional<ObjectNode> of(Class<?> type, ObjectMapper json) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        String[] known = KNOWN.get(type);
        if (known != null) {
            schema.put("type", known[0]);
            if (known.length > 1) {
                schema.put("format", known[1]);
            }
            return Optional.of(schema);
        }
        if (type.isEnum()) {
            schema.put("type", STRING);
            for (Object constant : type.getEnumConstants()) {
                schema.withArray("enum").add(json.convertValue(constant, String.class));
            }
            return Optional.of(schema);
        }
        if (type == Object.class || JsonNode.class.isAssignableFrom(type)) {
            return Optional.of(schema); // anything
        }
        return Schemas.isText(type) ? Optional.of(schema.put("type", STRING)) : Optional.empty();
    }
}
