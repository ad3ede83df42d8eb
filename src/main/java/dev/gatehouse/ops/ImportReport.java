package dev.gatehouse.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Tally;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What an import did, or would do, table by table: for a person and for a program. */
record ImportReport(boolean dryRun, Map<String, Tally> tables) {
    boolean isComplete() {
        return tables.values().stream().allMatch(Tally::isComplete);
    }

    long leftOut() {
        return tables.values().stream()
                .mapToLong(tally -> tally.of(Tally.LEFT_OUT))
                .sum();
    }

    /** The counts of every table, as the audit row tells them. */
    Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        tables.forEach((table, tally) -> counts.put(table, tally.counts()));
        return counts;
    }

    String text() {
        StringBuilder text = new StringBuilder(dryRun ? "Dry run: nothing was changed.\n" : "");
        tables.forEach((table, tally) -> {
            text.append(table).append(": ").append(spelt(tally.counts())).append('\n');
            tally.notes().forEach(note -> text.append("  %d %s: %s%n".formatted(note.id(), note.code(), note.text())));
            long all =
                    tally.noted().values().stream().mapToLong(Long::longValue).sum();
            if (all > tally.notes().size()) {
                text.append("  and more; in all: ").append(spelt(tally.noted())).append('\n');
            }
        });
        return text.toString();
    }

    String json(ObjectMapper json) {
        Map<String, Object> all = new LinkedHashMap<>();
        tables.forEach((table, tally) -> {
            Map<String, Object> members = new LinkedHashMap<>(tally.counts());
            members.put("noted", tally.noted());
            members.put("notes", tally.notes());
            all.put(table, members);
        });
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("dry_run", dryRun);
        report.put("complete", isComplete());
        report.put("tables", all);
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report can always be written", e);
        }
    }

    private static String spelt(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
