package dev.gatehouse.ai;

import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Of which time a client wants to see the usage: this month unless it says otherwise. */
public final class UsageFilter {
    private static final int LAST_YEAR = 9999;

    private final String from;
    private final String to;

    public UsageFilter(@QueryParam("from") String from, @QueryParam("to") String to) {
        this.from = from;
        this.to = to;
    }

    /** From a moment until before another. */
    record Span(Instant from, Instant to) {}

    /** @throws Refusal {@code malformed_parameter} (400) */
    Span span(Instant now) {
        Instant until = to == null ? now : parse("to", to);
        Instant since = from == null
                ? BudgetPeriod.MONTH.startOf(until).atStartOfDay(ZoneOffset.UTC).toInstant()
                : parse("from", from);
        if (since.isAfter(until)) {
            throw malformed("from", "must not be later than to");
        }
        return new Span(since, until);
    }

    private static Instant parse(String name, String text) {
        try {
            Instant time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            int year = time.atZone(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= LAST_YEAR) {
                return time;
            }
        } catch (DateTimeException e) {
            throw malformed(name, "must be a day such as 2026-11-23 or a time such as 2026-11-23T15:04:05Z");
        }
        throw malformed(name, "must be in the years 1 to " + LAST_YEAR);
    }

    private static Refusal malformed(String name, String message) {
        return Refusal.malformed("malformed_parameter", name + ": " + message);
    }
}
