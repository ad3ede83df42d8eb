package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.gatehouse.kernel.Change;
import dev.gatehouse.kernel.Secret;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * JSON as the contract speaks it: snake_case, RFC 3339 times with milliseconds, and nothing accepted that was not asked
 * for: no unknown or repeated members, no number where text belongs, no NUL, no trailing garbage.
 */
public final class Json {
    static final int MAX_DEPTH = 32;
    /** More than any text of the API may have, so that rules of their own answer for most. */
    static final int MAX_TEXT = 262_144;

    private static final int MAX_NAME = 1_000;

    private Json() {}

    public static ObjectMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder();
        builder.addModule(new JavaTimeModule());
        builder.addModule(contractModule());
        builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        builder.enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        builder.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        builder.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        builder.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        builder.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
        builder.withCoercionConfig(LogicalType.Textual, text -> {
            text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
            text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        });
        ObjectMapper mapper = builder.build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .maxNameLength(MAX_NAME)
                        .build());
        return mapper;
    }

    private static SimpleModule contractModule() {
        return new SimpleModule("contract")
                .addSerializer(Instant.class, new InstantAsMilliseconds())
                .addDeserializer(String.class, new TextWithoutNul())
                .addDeserializer(Secret.class, new SecretText())
                .addDeserializer(Change.class, new ChangeDeserializer());
    }

    /** By hand: a list of accounts has hundreds of times, and a general formatter takes most of its CPU. */
    private static final class InstantAsMilliseconds extends JsonSerializer<Instant> {
        @Override
        public void serialize(
                Instant value, com.fasterxml.jackson.core.JsonGenerator json, SerializerProvider serializers)
                throws IOException {
            char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
            LocalDateTime time = LocalDateTime.ofEpochSecond(value.getEpochSecond(), value.getNano(), ZoneOffset.UTC);
            digits(text, 0, 4, time.getYear());
            digits(text, 5, 2, time.getMonthValue());
            digits(text, 8, 2, time.getDayOfMonth());
            digits(text, 11, 2, time.getHour());
            digits(text, 14, 2, time.getMinute());
            digits(text, 17, 2, time.getSecond());
            digits(text, 20, 3, time.getNano() / 1_000_000);
            json.writeString(text, 0, text.length);
        }

        private static void digits(char[] text, int at, int count, int value) {
            int rest = value;
            for (int i = at + count - 1; i >= at; i--) {
                text[i] = (char) ('0' + rest % 10);
                rest /= 10;
            }
        }
    }

    private static final class TextWithoutNul extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        TextWithoutNul() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text =
                    com.fasterxml.jackson.databind.deser.std.StringDeserializer.instance.deserialize(parser, context);
            if (text != null && !isText(text)) {
                return (String)
                        context.handleWeirdStringValue(String.class, text, "contains a character that is not text");
            }
            return text;
        }

        /** No NUL and no half of a surrogate pair: PostgreSQL can store neither. */
        private static boolean isText(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == 0) {
                    return false;
                }
                if (Character.isSurrogate(c)) {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (!pair) {
                        return false;
                    }
                    i++;
                }
            }
            return true;
        }
    }

    /** Jackson reads a type that is made from one text past the deserializer of texts, and so past its rules. */
    private static final class SecretText extends StdScalarDeserializer<Secret> {
        private static final long serialVersionUID = 1L;
        private static final TextWithoutNul TEXT = new TextWithoutNul();

        SecretText() {
            super(Secret.class);
        }

        @Override
        public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = TEXT.deserialize(parser, context);
            return text == null ? null : Secret.of(text);
        }
    }
}
