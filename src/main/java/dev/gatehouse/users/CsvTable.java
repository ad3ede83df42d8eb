package dev.gatehouse.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads accounts from comma-separated values (RFC 4180) whose first line names the columns. Each row becomes the JSON
 * object that a client could have sent instead, so both obey the same rules; an empty cell is a member left out.
 */
final class CsvTable {
    private static final ObjectReader READER = new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES);

    /**
     * One line below the header.
     *
     * @param cells {@code null} if the line does not fit the header
     * @param objection why it does not
     */
    record Row(JsonNode cells, Refusal objection) {}

    /** @throws Refusal 400 {@code malformed_csv}; 422 if the header is not one of accounts */
    void read(String text, Consumer<Row> rows) {
        try (MappingIterator<List<String>> lines = READER.readValues(text)) {
            if (!lines.hasNextValue()) {
                return;
            }
            List<String> columns = lines.nextValue().stream().map(String::strip).toList();
            check(columns);
            while (lines.hasNextValue()) {
                rows.accept(row(columns, lines.nextValue()));
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw Refusal.malformed("malformed_csv", "The body is not well-formed CSV (line " + line + ").");
        } catch (IOException e) {
            throw new IllegalStateException("A text can be read", e);
        }
    }

    private static void check(List<String> columns) {
        Set<String> seen = new HashSet<>();
        List<FieldError> errors = columns.stream()
                .filter(column -> !ImportRow.MEMBERS.contains(column) || !seen.add(column))
                .map(column -> new FieldError(
                        column,
                        ImportRow.MEMBERS.contains(column) ? "repeated_column" : "unknown_column",
                        "The columns are " + String.join(", ", ImportRow.MEMBERS) + ", each at most once."))
                .toList();
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }

    private static Row row(List<String> columns, List<String> line) {
        if (line.size() != columns.size()) {
            String message = "The row has " + line.size() + " cells, the header " + columns.size() + ".";
            return new Row(null, Refusal.invalid("row", "wrong_number_of_cells", message));
        }
        ObjectNode cells = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < line.size(); i++) {
            if (!line.get(i).isBlank()) {
                cells.set(columns.get(i), value(columns.get(i), line.get(i)));
            }
        }
        return new Row(cells, null);
    }

    private static JsonNode value(String column, String cell) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = cell.strip();
        if (column.equals("is_approved") && (text.equals("true") || text.equals("false"))) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        if (column.equals("role_names")) {
            return Stream.of(text.split(ImportRow.ROLE_SEPARATOR, -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .collect(json::arrayNode, (array, name) -> array.add(name), (a, b) -> a.addAll(b));
        }
        return json.textNode(cell);
    }
}
