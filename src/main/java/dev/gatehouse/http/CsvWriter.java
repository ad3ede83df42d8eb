package dev.gatehouse.http;

/**
 * Lines of comma-separated values (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in
 * front: what strangers wrote, such as a user agent, must not run on an auditor's machine.
 */
public final class CsvWriter {
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private CsvWriter() {}

    /** One line with its end; {@code null} is an empty cell. */
    public static String line(Object... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(i == 0 ? "" : ",").append(cells[i] == null ? "" : cell(cells[i].toString()));
        }
        return line.append("\r\n").toString();
    }

    private static String cell(String text) {
        String harmless = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
