package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** How an export spells its rows: one JSON object per line, or a table. */
public enum ExportFormat {
    NDJSON("application/x-ndjson"),
    CSV("text/csv; charset=utf-8; header=present");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** @throws Refusal {@code malformed_parameter} (400) */
    public static ExportFormat parse(String text) {
        for (ExportFormat format : values()) {
            if (format.fileExtension().equals(text)) {
                return format;
            }
        }
        throw Refusal.malformed("malformed_parameter", "format: must be ndjson or csv");
    }

    public String fileExtension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The answer that a browser saves as a file of this name. */
    public Response attachment(String name, HttpServletRequest request, Streamed.Body body) {
        return Response.ok(Streamed.of(request, body), mediaType)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + name + "." + fileExtension() + "\"")
                .build();
    }
}
