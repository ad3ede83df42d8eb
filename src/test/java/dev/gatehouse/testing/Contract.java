package dev.gatehouse.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Holds every exchange of every test against docs/openapi.json: a status, a code, a member or a type that is not documented
 * fails the very test that saw it. Stricter than the description, which lets answers grow. What was checked stands in
 * target/contract-N.txt afterwards.
 */
final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";

    /** Of each status of each operation; the tenth thousandth list of accounts proves nothing new. */
    private static final int ENOUGH = 60;

    private static final int ROWS = 20;

    /** {@code -Dtest.contract=true}. */
    private static final boolean ON = Boolean.getBoolean("test.contract");

    /** What Jetty and the edge answer before any operation is chosen; documented once for all of them. */
    private static final Set<String> OF_THE_EDGE = Set.of(
            "malformed_request",
            "method_not_allowed",
            "uri_too_long",
            "header_fields_too_large",
            "https_required",
            "internal_error",
            "unavailable");

    private record Operation(String template, Pattern path, int parameters, JsonNode byVerb) {}

    /** Made when the first exchange comes. */
    private static final class Documented {
        private static final JsonNode DOCUMENT = read();
        private static final Schemas SCHEMAS = Schemas.of(strict(DOCUMENT));
        private static final List<Operation> OPERATIONS = operations(DOCUMENT);
        private static final Map<String, AtomicInteger> SEEN = new ConcurrentHashMap<>();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(Contract::report));
        }

        /** The committed one: {@code OpenApiTest} sees to it that it is that of the code. */
        private static JsonNode read() {
            try {
                return JSON.readTree(Path.of("docs", "openapi.json").toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Contract() {}

    /** @throws AssertionError if the two do not fit */
    static void check(String verb, String path, String sentType, String sent, Answer answer) {
        if (!ON) {
            return;
        }
        String plain = path.replaceFirst("[?#].*", "").replaceFirst("(?<=.)/$", "");
        Optional<Operation> known = Documented.OPERATIONS.stream()
                .filter(operation -> operation.path().matcher(plain).matches())
                .findFirst();
        JsonNode operation = known.map(found -> found.byVerb().path(verb.toLowerCase(Locale.ROOT)))
                .orElse(null);
        if (operation == null || operation.isMissingNode() || isEdge(answer)) {
            return;
        }
        String name = operation.path("operationId").asText() + " " + answer.status();
        if (Documented.SEEN.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet() > ENOUGH) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
        if (response.isMissingNode()) {
            wrong.add("this status is not documented");
        } else {
            answer(response, answer, wrong);
        }
        if (answer.status() < 300 && JSON_TYPE.equals(sentType)) {
            request(operation, sent, wrong);
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(verb + " " + path + " answered " + answer.status() + " " + shortened(answer.text())
                    + "\nbut docs/openapi.json says otherwise: " + wrong
                    + "\n(src/main/resources/docs/openapi.yml lists refusals and what may be null, @AnswersWith says what an"
                    + " endpoint answers; `make openapi` writes the description anew)");
        }
    }

    private static void answer(JsonNode response, Answer answer, List<String> wrong) {
        String type = answer.header("Content-Type").replaceFirst(";.*", "").strip();
        JsonNode content = response.path("content");
        if (answer.text().isEmpty()) {
            return;
        }
        if (!content.has(type)) {
            wrong.add("the type " + type + " is not documented");
            return;
        }
        if (type.endsWith("json") && !type.contains("ndjson")) {
            validate(content.path(type).path("schema"), answer.json(), wrong);
        }
        if (type.equals("application/problem+json") && !has(response.path("x-problem-codes"), answer.string("code"))) {
            wrong.add("the code " + answer.string("code") + " is not documented");
        }
    }

    private static void request(JsonNode operation, String sent, List<String> wrong) {
        JsonNode schema =
                operation.path("requestBody").path("content").path(JSON_TYPE).path("schema");
        if (schema.isMissingNode() || sent == null || sent.isEmpty()) {
            return;
        }
        try {
            validate(schema, JSON.readTree(sent), wrong);
        } catch (IOException e) {
            wrong.add("what was sent is no JSON, and was accepted");
        }
    }

    private static void validate(JsonNode schema, JsonNode value, List<String> wrong) {
        JsonNode some = value;
        if (value instanceof ArrayNode all && all.size() > ROWS) {
            ArrayNode first = JSON.createArrayNode();
            for (int i = 0; i < ROWS; i++) {
                first.add(all.get(i));
            }
            some = first;
        }
        for (ValidationMessage message : Documented.SCHEMAS.schema(schema).validate(some)) {
            wrong.add(message.getMessage());
        }
    }

    private static boolean isEdge(Answer answer) {
        return OF_THE_EDGE.contains(answer.string("code")) || answer.status() == 308;
    }

    private static boolean has(JsonNode codes, String code) {
        for (JsonNode each : codes) {
            if (each.asText().equals(code)) {
                return true;
            }
        }
        return false;
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> {
            String template = path.getKey();
            String expression = Pattern.quote(template).replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q");
            int parameters = template.length() - template.replace("{", "").length();
            operations.add(new Operation(template, Pattern.compile(expression), parameters, path.getValue()));
        });
        operations.sort(Comparator.comparingInt(Operation::parameters));
        return operations;
    }

    /** Answers may not have members that nobody documented, except problems, which codes extend. */
    private static JsonNode strict(JsonNode document) {
        JsonNode copy = document.deepCopy();
        copy.path("components").path("schemas").properties().forEach(schema -> {
            boolean closed =
                    schema.getValue().has("properties") && !schema.getKey().equals("Problem");
            if (closed && !schema.getValue().has("additionalProperties")) {
                ((ObjectNode) schema.getValue()).put("additionalProperties", false);
            }
        });
        return copy;
    }

    /** How much of the description the tests of this process have seen. */
    private static void report() {
        StringBuilder text = new StringBuilder();
        int exchanges = 0;
        for (Map.Entry<String, AtomicInteger> seen : new TreeMap<>(Documented.SEEN).entrySet()) {
            int checked = Math.min(ENOUGH, seen.getValue().get());
            exchanges += checked;
            text.append(seen.getKey()).append(": ").append(checked).append('\n');
        }
        text.insert(0, exchanges + " exchanges checked, " + Documented.SEEN.size() + " answers of operations\n");
        try {
            Files.writeString(Path.of("target", "contract-" + TestDatabase.FORK + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortened(String text) {
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }
}
