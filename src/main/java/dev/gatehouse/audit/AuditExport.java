package dev.gatehouse.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.kernel.Refusal;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out events of any number. Reads a page, lets go of the database, writes the page: a slow client costs a thread
 * and nothing else, and only a few may cost that at a time.
 */
final class AuditExport {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditExport.class);
    private static final int AT_A_TIME = 4;

    private final AuditSearch search;
    private final Database db;
    private final AuditTrail trail;
    private final ObjectMapper json;
    private final int pageSize;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    AuditExport(AuditSearch search, Database db, AuditTrail trail, ObjectMapper json, int pageSize) {
        this.search = search;
        this.db = db;
        this.trail = trail;
        this.json = json;
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

    /**
     * Writes everything that fits, newest first.
     *
     * @throws Refusal {@code overloaded} (503) before the first byte if too many exports are running
     */
    void write(AuditCriteria criteria, ExportFormat format, OutputStream out) throws IOException {
        if (!places.tryAcquire()) {
            throw Refusal.unavailable("overloaded", "Too many exports are running; please try again.");
        }
        try {
            Page<AuditEntry> page = search.find(criteria, Optional.empty(), pageSize);
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            writer.write(format.header());
            write(page, format, writer);
            while (page.next().isPresent()) {
                page = search.find(criteria, page.next(), pageSize);
                write(page, format, writer);
            }
            writer.flush();
        } catch (EOFException e) {
            // Jersey would log a stack trace for every client that hangs up.
            LOGGER.debug("An export ended early: its reader hung up", e);
        } finally {
            places.release();
        }
    }

    private void write(Page<AuditEntry> page, ExportFormat format, Writer writer) throws IOException {
        for (AuditEntry entry : page.items()) {
            writer.write(format.line(entry, json));
        }
    }
}
