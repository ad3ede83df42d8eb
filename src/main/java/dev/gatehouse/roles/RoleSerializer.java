package dev.gatehouse.roles;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Writes roles inside accounts. A page of accounts repeats few roles very often, and they are the larger part of it: so
 * each role of the catalogue is turned into text once and copied from then on.
 */
final class RoleSerializer extends JsonSerializer<Role> {
    /** By identity: the catalogue hands out the same objects until a role changes, and forgets them then. */
    private final Cache<Role, SerializableString> texts =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

    @Override
    public void serialize(Role role, JsonGenerator json, SerializerProvider serializers) throws IOException {
        SerializableString text = texts.getIfPresent(role);
        if (text == null) {
            text = new SerializedString(text(role, json));
            texts.put(role, text);
        }
        json.writeRawValue(text);
    }

    private static String text(Role role, JsonGenerator like) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = like.getCodec().getFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("id", role.id());
            json.writeStringField("name", role.name());
            json.writeArrayFieldStart("permissions");
            for (Permission permission : role.permissions()) {
                json.writeStartObject();
                json.writeNumberField("id", permission.id());
                json.writeStringField("name", permission.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A string can always be written to", e);
        }
        return text.toString();
    }
}
