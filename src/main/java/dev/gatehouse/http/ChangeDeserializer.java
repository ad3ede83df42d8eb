package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import dev.gatehouse.kernel.Change;
import java.io.IOException;

/** Reads a member of a PATCH body so that "left out" and "null" stay two things. */
@SuppressWarnings("rawtypes") // Jackson knows the content type only at run time
final class ChangeDeserializer extends JsonDeserializer<Change> implements ContextualDeserializer {
    private final JavaType content;

    ChangeDeserializer() {
        this(null);
    }

    private ChangeDeserializer(JavaType content) {
        this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        return new ChangeDeserializer(context.getContextualType().containedTypeOrUnknown(0));
    }

    @Override
    public Change<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return Change.to(context.<Object>readValue(parser, content));
    }

    @Override
    public Change<?> getNullValue(DeserializationContext context) {
        return Change.to(null);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Change.absent();
    }
}
