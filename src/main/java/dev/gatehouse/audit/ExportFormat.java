package dev.gatehouse.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Refusal;
import java.util.Locale;

/** How an export spells events: one JSON object per line, or a table. */
enum ExportFormat {
    NDJSON("application/x-ndjson") {
        @Override
        String header() {
            return "";
        }

        @Override
        String line(AuditEntry entry, ObjectMapper json) throws JsonProcessingException {
            return json.writeValueAsString(entry) + "\n";
        }
    },
    CSV("text/csv; charset=utf-8; header=present") {
        @Override
        String header() {
            return CsvWriter.line(
                    "id",
                    "occurred_at",
                    "actor_type",
                    "actor_id",
                    "actor_email",
                    "api_key_id",
                    "action",
                    "outcome",
                    "target_type",
                    "target_id",
                    "ip_address",
                    "user_agent",
                    "request_id",
                    "details");
        }

        @Override
        String line(AuditEntry entry, ObjectMapper json) {
            return CsvWriter.line(
                    entry.id(),
                    json.convertValue(entry.occurredAt(), String.class),
                    entry.actor().type(),
                    entry.actor().id(),
                    entry.actor().email(),
                    entry.actor().apiKeyId(),
                    entry.action(),
                    entry.outcome(),
                    entry.target().type(),
                    entry.target().id(),
                    entry.ipAddress(),
                    entry.userAgent(),
                    entry.requestId(),
                    entry.details());
        }
    };

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract String header();

    abstract String line(AuditEntry entry, ObjectMapper json) throws JsonProcessingException;

    String mediaType() {
        return mediaType;
    }

    String fileExtension() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ExportFormat parse(String text) {
        for (ExportFormat format : values()) {
            if (format.fileExtension().equals(text)) {
                return format;
            }
        }
        throw Refusal.malformed("malformed_parameter", "format: must be ndjson or csv");
    }
}
