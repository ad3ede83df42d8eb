package dev.gatehouse.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.http.JsonErrors;
import dev.gatehouse.kernel.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of an import: one JSON object per line, or a table. A row that cannot be read spoils no other. */
final class ImportFile {
    static final int MAX_ROWS = 1000;

    private static final String BYTE_ORDER_MARK = "\uFEFF"; // spreadsheets write one

    private final ObjectMapper json;
    private final CsvTable csv = new CsvTable();

    ImportFile(ObjectMapper json) {
        this.json = json;
    }

    /** @throws Refusal 400 if it is no text, 422 for no rows and for too many */
    List<ImportRow.Read> lines(byte[] body) {
        List<ImportRow.Read> rows = new ArrayList<>();
        text(body).lines().filter(line -> !line.isBlank()).forEach(line -> {
            count(rows);
            rows.add(row(line));
        });
        return some(rows);
    }

    /** @throws Refusal 400 if it is no table, 422 for unknown columns, no rows and too many */
    List<ImportRow.Read> table(byte[] body) {
        List<ImportRow.Read> rows = new ArrayList<>();
        csv.read(text(body), row -> {
            count(rows);
            rows.add(row.cells() == null ? ImportRow.Read.broken(row.objection()) : row(row.cells()));
        });
        return some(rows);
    }

    private ImportRow.Read row(String line) {
        try {
            ImportRow row = json.readValue(line, ImportRow.class);
            return row == null
                    ? ImportRow.Read.broken(Refusal.invalid("row", "wrong_type", "A row is a JSON object."))
                    : ImportRow.Read.of(row);
        } catch (JsonProcessingException e) {
            return ImportRow.Read.broken(JsonErrors.refusal(e));
        }
    }

    private ImportRow.Read row(JsonNode cells) {
        try {
            return ImportRow.Read.of(json.treeToValue(cells, ImportRow.class));
        } catch (JsonProcessingException e) {
            return ImportRow.Read.broken(JsonErrors.refusal(e));
        }
    }

    private static void count(List<?> rows) {
        if (rows.size() == MAX_ROWS) {
            throw Refusal.invalid("body", "too_many_rows", "An import has at most " + MAX_ROWS + " rows.");
        }
    }

    private static List<ImportRow.Read> some(List<ImportRow.Read> rows) {
        if (rows.isEmpty()) {
            throw Refusal.invalid("body", "no_rows", "There are no rows in this import.");
        }
        return rows;
    }

    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Refusal.malformed("malformed_text", "The body is not UTF-8.");
        }
    }
}
