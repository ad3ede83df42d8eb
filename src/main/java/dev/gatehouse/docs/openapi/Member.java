package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A component of a record, as Jackson writes and reads it, or what a record works out when it is written.
 *
 * @param accessor what says its value
 * @param isComputed whether it is no component, and so only ever shown
 */
record Member(Method accessor, boolean isComputed) {
    /** Components in their order, then what is worked out, by name. */
    static List<Member> of(Class<?> type) {
        List<Method> accessors = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .toList();
        Stream<Method> computed = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonProperty.class))
                .filter(method -> !accessors.contains(method))
                .sorted(Comparator.comparing(Method::getName));
        return Stream.concat(
                        accessors.stream().map(accessor -> new Member(accessor, false)),
                        computed.map(method -> new Member(method, true)))
                .toList();
    }

    Class<?> owner() {
        return accessor.getDeclaringClass();
    }

    Class<?> rawType() {
        return accessor.getReturnType();
    }

    String name() {
        return annotation(JsonProperty.class)
                .map(JsonProperty::value)
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(accessor.getName()));
    }

    AnnotatedType type() {
        return component().map(RecordComponent::getAnnotatedType).orElseGet(accessor::getAnnotatedReturnType);
    }

    boolean isHidden() {
        return annotation(JsonIgnore.class).map(JsonIgnore::value).orElse(false);
    }

    boolean isUnwrapped() {
        return annotation(JsonUnwrapped.class).isPresent();
    }

    /** Whether Java does not tell what it looks like. */
    boolean isRaw() {
        return annotation(JsonRawValue.class).isPresent() || JsonNode.class.isAssignableFrom(rawType());
    }

    boolean isOpen() {
        return annotation(JsonAnyGetter.class).isPresent();
    }

    /** Whether it is left out when there is nothing to say. */
    boolean isLeftOutWhenEmpty() {
        return annotation(JsonInclude.class)
                .or(() -> Optional.ofNullable(owner().getAnnotation(JsonInclude.class)))
                .map(include -> include.value() != JsonInclude.Include.ALWAYS)
                .orElse(false);
    }

    /** The rules that Bean Validation checks. */
    List<Annotation> rules() {
        List<Annotation> rules = new ArrayList<>(List.of(type().getAnnotations()));
        for (Annotation rule : accessor.getAnnotations()) {
            if (!rules.contains(rule)) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private Optional<RecordComponent> component() {
        return Arrays.stream(owner().getRecordComponents())
                .filter(component -> component.getAccessor().equals(accessor))
                .findFirst();
    }

    private <A extends Annotation> Optional<A> annotation(Class<A> type) {
        A onAccessor = accessor.getAnnotation(type);
        if (onAccessor != null || isComputed) {
            return Optional.ofNullable(onAccessor);
        }
        try {
            return Optional.ofNullable(
                    owner().getDeclaredField(accessor.getName()).getAnnotation(type));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("A component of a record has a field", e);
        }
    }
}
