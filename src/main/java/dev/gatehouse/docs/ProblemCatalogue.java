package dev.gatehouse.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every code that an error can carry, and what it means to a person. The list only grows: clients rely on it. */
public final class ProblemCatalogue {
    /**
     * A code.
     *
     * @param statuses with which it is sent, the usual one first
     * @param means what has happened
     * @param remedy what to do about it
     * @param members what the document tells besides
     */
    public record Entry(String code, List<Integer> statuses, String means, String remedy, List<String> members) {
        public int status() {
            return statuses.get(0);
        }
    }

    private final Map<String, Entry> entries = new TreeMap<>();

    private ProblemCatalogue() {}

    /** The one that travels inside the jar. */
    public static ProblemCatalogue read() {
        ProblemCatalogue catalogue = new ProblemCatalogue();
        DocsText.yaml("problems.yml")
                .properties()
                .forEach(entry -> catalogue.entries.put(entry.getKey(), entry(entry.getKey(), entry.getValue())));
        return catalogue;
    }

    public List<Entry> all() {
        return List.copyOf(entries.values());
    }

    public Optional<Entry> find(String code) {
        return Optional.ofNullable(entries.get(code));
    }

    private static Entry entry(String code, JsonNode node) {
        return new Entry(
                code,
                DocsText.list(node.path("status"), JsonNode::asInt),
                node.path("means").asText(),
                node.path("do").asText(),
                DocsText.list(node.path("members"), JsonNode::asText));
    }
}
