package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A component of a record, as Jackson writes and reads it. */
record Member(RecordComponent component) {
    static List<Member> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Member::new).toList();
    }

    String name() {
        return annotation(JsonProperty.class)
                .map(JsonProperty::value)
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName()));
    }

    AnnotatedType type() {
        return component.getAnnotatedType();
    }

    boolean isHidden() {
        return annotation(JsonIgnore.class).map(JsonIgnore::value).orElse(false);
    }

    boolean isUnwrapped() {
        return annotation(JsonUnwrapped.class).isPresent();
    }

    boolean isRaw() {
        return annotation(JsonRawValue.class).isPresent();
    }

    boolean isOpen() {
        return annotation(JsonAnyGetter.class).isPresent();
    }

    /** Whether it is left out when there is nothing to say. */
    boolean isLeftOutWhenEmpty() {
        return annotation(JsonInclude.class)
                .or(() -> Optional.ofNullable(component.getDeclaringRecord().getAnnotation(JsonInclude.class)))
                .map(include -> include.value() != JsonInclude.Include.ALWAYS)
                .orElse(false);
    }

    /** The rules that Bean Validation checks. */
    List<Annotation> rules() {
        List<Annotation> rules = new ArrayList<>(List.of(type().getAnnotations()));
        for (Annotation rule : component.getAccessor().getAnnotations()) {
            if (!rules.contains(rule)) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private <A extends Annotation> Optional<A> annotation(Class<A> type) {
        A onAccessor = component.getAccessor().getAnnotation(type);
        if (onAccessor != null) {
            return Optional.of(onAccessor);
        }
        try {
            return Optional.ofNullable(component
                    .getDeclaringRecord()
                    .getDeclaredField(component.getName())
                    .getAnnotation(type));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("A component of a record has a field", e);
        }
    }
}
