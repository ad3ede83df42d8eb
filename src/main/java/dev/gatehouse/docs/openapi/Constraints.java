package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.stream.Stream;

/** The rules of Bean Validation in the words of JSON Schema. */
final class Constraints {
    private static final java.util.regex.Pattern WORDS =
            java.util.regex.Pattern.compile("[a-z0-9_-]+(\\|[a-z0-9_-]+)+");

    private Constraints() {}

    static boolean isRequired(Collection<Annotation> rules) {
        return rules.stream()
                .anyMatch(rule -> rule instanceof NotNull || rule instanceof NotBlank || rule instanceof NotEmpty);
    }

    static void apply(Collection<Annotation> rules, ObjectNode schema) {
        boolean many = schema.path("type").asText().equals("array");
        for (Annotation rule : rules) {
            if (rule instanceof Size size) {
                size(size, many, schema);
            } else if (rule instanceof Pattern pattern) {
                pattern(pattern.regexp(), schema);
            } else if (rule instanceof NotEmpty) {
                schema.put(many ? "minItems" : "minLength", 1);
            } else if (rule instanceof NotBlank) {
                schema.put("minLength", Math.max(1, schema.path("minLength").asInt()));
            } else if (rule instanceof Email) {
                schema.put("format", "email");
            } else {
                number(rule, schema);
            }
        }
    }

    private static void size(Size size, boolean many, ObjectNode schema) {
        if (size.min() > 0) {
            schema.put(many ? "minItems" : "minLength", size.min());
        }
        if (size.max() < Integer.MAX_VALUE) {
            schema.put(many ? "maxItems" : "maxLength", size.max());
        }
    }

    /** A choice of words is an enumeration, and one of truths is a boolean; a JSON Schema pattern matches anywhere. */
    private static void pattern(String regexp, ObjectNode schema) {
        if (regexp.equals("true|false")) {
            schema.put("type", "boolean");
        } else if (WORDS.matcher(regexp).matches()) {
            Stream.of(regexp.split("\\|")).forEach(schema.withArray("enum")::add);
        } else {
            schema.put("pattern", "^(?:" + regexp + ")$");
        }
    }

    private static void number(Annotation rule, ObjectNode schema) {
        if (rule instanceof Min min) {
            schema.put("minimum", min.value());
        } else if (rule instanceof Max max) {
            schema.put("maximum", max.value());
        } else if (rule instanceof DecimalMin min) {
            schema.put("minimum", new BigDecimal(min.value()));
        } else if (rule instanceof DecimalMax max) {
            schema.put("maximum", new BigDecimal(max.value()));
        } else if (rule instanceof Positive) {
            schema.put("exclusiveMinimum", 0);
        } else if (rule instanceof PositiveOrZero) {
            schema.put("minimum", 0);
        }
    }
}
