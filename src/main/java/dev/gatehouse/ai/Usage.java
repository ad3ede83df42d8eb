package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.http.ExportFormat;
import dev.gatehouse.http.ListExport;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.kernel.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What the ledger says: to each caller about himself, to administrators about everybody. */
final class Usage {
    private static final int MOST_GROUPS = 1_000;
    private static final int EXPORT_PAGE = 1_000;
    private static final String ORDER = "started_at";
    private static final List<String> COLUMNS = List.of(
            "id",
            "started_at",
            "user_id",
            "api_key_id",
            "operation",
            "provider",
            "model",
            "answered_by",
            "input_tokens",
            "cached_input_tokens",
            "output_tokens",
            "reasoning_tokens",
            "estimated",
            "cost_usd",
            "latency_ms",
            "first_token_ms",
            "finish",
            "error_code",
            "request_id");

    private final Storage storage;
    private final Budgets budgets;
    private final Clock clock;
    private final ListExport<CallRow> export;

    Usage(Storage storage, Budgets budgets, Clock clock, ObjectMapper json) {
        this.storage = storage;
        this.budgets = budgets;
        this.clock = clock;
        this.export = new ListExport<>(json, COLUMNS, Usage::cells);
    }

    OwnUsage own(Caller caller, UsageFilter filter) {
        UsageFilter.Span span = filter.span(clock.instant());
        UsageTotals totals = storage.database()
                .with(UsageDao.class, dao -> dao.ofUser(caller.userId(), span.from(), span.to()))
                .plain();
        return new OwnUsage(span.from(), span.to(), totals, budgets.of(caller.userId()));
    }

    /** @throws Refusal {@code malformed_parameter} (400) */
    List<UsageTotals> summary(String groupBy, UsageFilter filter) {
        UsageFilter.Span span = filter.span(clock.instant());
        return storage
                .database()
                .with(UsageDao.class, dao -> switch (groupBy) {
                    case "user" -> dao.byUser(span.from(), span.to(), MOST_GROUPS);
                    case "model" -> dao.byModel(span.from(), span.to(), MOST_GROUPS);
                    case "day" -> dao.byDay(span.from(), span.to(), MOST_GROUPS);
                    default -> throw Refusal.malformed("malformed_parameter", "group_by: must be user, model or day");
                })
                .stream()
                .map(UsageTotals::plain)
                .toList();
    }

    /**
     * @param text {@code null} for the current one
     * @throws Refusal {@code malformed_parameter} (400)
     */
    YearMonth month(String text) {
        try {
            return text == null ? YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)) : YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.malformed("malformed_parameter", "month: must be a month such as 2026-11");
        }
    }

    /** Writes down that somebody takes a copy. Once this is committed he may have it. */
    void record(Caller caller, YearMonth month) {
        storage.database().inTransaction(tx -> {
            storage.audit()
                    .record(tx, AuditEvent.of("ai_usage.exported").by(caller).with("month", month.toString()));
            return null;
        });
    }

    /** @throws Refusal {@code overloaded} (503) before the first byte if too many exports are running */
    void write(YearMonth month, ExportFormat format, OutputStream out) throws IOException {
        Instant from = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        export.write(after -> page(from, to, after), format, out);
    }

    private Page<CallRow> page(Instant from, Instant to, Optional<Cursor> after) {
        Instant afterTime =
                after.map(cursor -> Instant.parse(cursor.key().get(0))).orElse(null);
        UUID afterId = after.map(cursor -> UUID.fromString(cursor.key().get(1))).orElse(null);
        List<CallRow> rows = storage.database()
                .with(UsageDao.class, dao -> dao.calls(from, to, afterTime, afterId, EXPORT_PAGE + 1));
        return Page.of(
                rows,
                EXPORT_PAGE,
                row -> new Cursor(
                        ORDER, List.of(row.startedAt().toString(), row.id().toString())),
                OptionalLong.empty());
    }

    private static List<?> cells(CallRow row) {
        return Arrays.asList(
                row.id(),
                row.startedAt(),
                row.userId(),
                row.apiKeyId(),
                row.operation(),
                row.provider(),
                row.model(),
                row.answeredBy(),
                row.inputTokens(),
                row.cachedInputTokens(),
                row.outputTokens(),
                row.reasoningTokens(),
                row.estimated(),
                row.costUsd() == null ? null : row.costUsd().toPlainString(),
                row.latencyMs(),
                row.firstTokenMs(),
                row.finish(),
                row.errorCode(),
                row.requestId());
    }
}
