package dev.gatehouse.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.ExportFormat;
import dev.gatehouse.http.ListExport;
import dev.gatehouse.kernel.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** Hands out events of any number, newest first, and writes down who took them. */
final class AuditExport {
    private static final List<String> COLUMNS = List.of(
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

    private final AuditSearch search;
    private final Database db;
    private final AuditTrail trail;
    private final ListExport<AuditEntry> export;
    private final int pageSize;

    AuditExport(AuditSearch search, Database db, AuditTrail trail, ObjectMapper json, int pageSize) {
        this.search = search;
        this.db = db;
        this.trail = trail;
        this.export = new ListExport<>(json, COLUMNS, AuditExport::cells);
        this.pageSize = pageSize;
    }

    /** Writes down that somebody takes a copy. Once this is committed he may have it. */
    void record(Caller caller, AuditCriteria criteria, ExportFormat format) {
        db.inTransaction(tx -> {
            trail.record(
                    tx,
                    AuditEvent.of("audit.exported")
                            .by(caller)
                            .with("format", format.fileExtension())
                            .with("filters", criteria.described()));
            return null;
        });
    }

    /** @throws Refusal {@code overloaded} (503) before the first byte if too many exports are running */
    void write(AuditCriteria criteria, ExportFormat format, OutputStream out) throws IOException {
        export.write(after -> search.find(criteria, after, pageSize), format, out);
    }

    private static List<?> cells(AuditEntry entry) {
        return Arrays.asList(
                entry.id(),
                entry.occurredAt(),
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
}
