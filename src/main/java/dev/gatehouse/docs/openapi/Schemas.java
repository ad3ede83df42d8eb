package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.Change;
import dev.gatehouse.kernel.Secret;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JSON Schemas (2020-12) of what is sent and answered; every record becomes a component of its own. */
final class Schemas {
    private static final String TYPE = "type";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Which way a record travels: what is accepted may leave out what need not be there. */
    enum Way {
        SHOWN,
        ACCEPTED
    }

    private record Key(Class<?> type, Way way) {}

    private final ObjectMapper json;
    private final Texts texts;
    private final Map<String, ObjectNode> components = new TreeMap<>();
    private final Map<String, Key> owners = new TreeMap<>();

    Schemas(ObjectMapper json, Texts texts) {
        this.json = json;
        this.texts = texts;
    }

    Map<String, ObjectNode> components() {
        return components;
    }

    ObjectNode of(AnnotatedType type, Way way) {
        ObjectNode schema = bare(type, way);
        Constraints.apply(List.of(type.getAnnotations()), schema);
        return schema;
    }

    /** A reference to the component that describes a record. */
    ObjectNode of(Class<?> record, Way way) {
        if (!record.isRecord()) {
            return Scalars.of(record, json).orElseGet(() -> NODES.objectNode().put(TYPE, "object"));
        }
        Key key = new Key(record, way);
        String name = nameOf(key);
        if (owners.putIfAbsent(name, key) == null) {
            components.put(name, NODES.objectNode()); // before its members: records may hold themselves
            components.put(name, object(record, way));
        }
        return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private ObjectNode bare(AnnotatedType annotated, Way way) {
        Class<?> type = rawType(annotated.getType());
        if (annotated instanceof AnnotatedParameterizedType generic) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            if (Collection.class.isAssignableFrom(type)) {
                return array(of(arguments[0], way));
            }
            if (Map.class.isAssignableFrom(type)) {
                ObjectNode map = NODES.objectNode().put(TYPE, "object");
                return map.set("additionalProperties", of(arguments[1], way));
            }
            if (type == Change.class || type == Optional.class) {
                return of(arguments[0], way);
            }
        }
        if (annotated instanceof AnnotatedArrayType many && type != byte[].class) {
            return array(of(many.getAnnotatedGenericComponentType(), way));
        }
        return of(type, way);
    }

    static ObjectNode array(ObjectNode items) {
        ObjectNode array = NODES.objectNode().put(TYPE, "array");
        return array.set("items", items);
    }

    private ObjectNode object(Class<?> type, Way way) {
        ObjectNode schema = NODES.objectNode().put(TYPE, "object");
        texts.aboutSchema(type.getSimpleName()).ifPresent(about -> schema.put("description", about));
        ObjectNode properties = NODES.objectNode();
        ObjectNode required = NODES.objectNode();
        boolean open = addMembers(type, way, properties, required);
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            required.fieldNames().forEachRemaining(schema.withArray("required")::add);
        }
        if (way == Way.ACCEPTED && !open) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    private boolean addMembers(Class<?> type, Way way, ObjectNode properties, ObjectNode required) {
        boolean open = false;
        for (Member member : Member.of(type)) {
            if (member.isOpen()) {
                open = true;
            } else if (member.isUnwrapped()) {
                open |= addMembers(member.rawType(), way, properties, required);
            } else if (!member.isHidden() && (way == Way.SHOWN || !member.isComputed())) {
                add(member, way, properties, required);
            }
        }
        return open;
    }

    private void add(Member member, Way way, ObjectNode properties, ObjectNode required) {
        String owner = member.owner().getSimpleName();
        String name = member.name();
        ObjectNode schema = member.isRaw() ? texts.rawMember(owner, name) : bare(member.type(), way);
        List<Annotation> rules = member.rules();
        Constraints.apply(rules, schema);
        boolean change = member.rawType() == Change.class;
        boolean primitive = member.rawType().isPrimitive();
        boolean present = change ? argumentIsRequired(member.type()) : primitive || Constraints.isRequired(rules);
        if (way == Way.SHOWN) {
            if (!member.isLeftOutWhenEmpty()) {
                required.put(name, true);
            }
            properties.set(name, texts.mayBeNull(owner, name) ? nullable(schema) : schema);
        } else {
            if (present && !change) {
                required.put(name, true);
            }
            properties.set(name, present ? schema : nullable(schema));
        }
        texts.aboutMember(owner, name)
                .ifPresent(about -> ((ObjectNode) properties.get(name)).put("description", about));
    }

    private static boolean argumentIsRequired(AnnotatedType change) {
        return change instanceof AnnotatedParameterizedType generic
                && Constraints.isRequired(Arrays.asList(generic.getAnnotatedActualTypeArguments()[0].getAnnotations()));
    }

    /** {@code null} is a type of its own in JSON Schema, and a reference has no room for a second one. */
    private static ObjectNode nullable(ObjectNode schema) {
        JsonNode type = schema.get(TYPE);
        if (type == null || type.isArray()) {
            ObjectNode either = NODES.objectNode();
            either.withArray("anyOf").add(schema).addObject().put(TYPE, "null");
            return schema.has("$ref") ? either : schema;
        }
        schema.putArray(TYPE).add(type.asText()).add("null");
        if (schema.has("enum")) {
            schema.withArray("enum").addNull();
        }
        return schema;
    }

    /** The simple name; with that of the class around it where two share it and differ. */
    private String nameOf(Key key) {
        String simple = key.type().getSimpleName();
        if (isFree(simple, key)) {
            return simple;
        }
        Class<?> outer = key.type().getEnclosingClass();
        String longer = outer == null ? simple : outer.getSimpleName().replaceFirst("Resource$", "") + simple;
        return isFree(longer, key) ? longer : longer + (key.way() == Way.ACCEPTED ? "Input" : "Output");
    }

    private boolean isFree(String name, Key key) {
        Key owner = owners.get(name);
        return owner == null || owner.equals(key) || (owner.way() == key.way() && isTwin(owner.type(), key.type()));
    }

    private static boolean isTwin(Class<?> one, Class<?> other) {
        return shape(one).equals(shape(other));
    }

    private static List<String> shape(Class<?> type) {
        return Member.of(type).stream()
                .map(member -> member.name() + ":" + member.type())
                .toList();
    }

    static Class<?> rawType(Type type) {
        return type instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : type instanceof Class<?> plain ? plain : Object.class;
    }

    /** Whether Jackson writes it as one text. */
    static boolean isText(Class<?> type) {
        return type == Secret.class
                || Arrays.stream(type.getMethods())
                        .anyMatch(method ->
                                method.isAnnotationPresent(JsonValue.class) && method.getReturnType() == String.class);
    }
}
