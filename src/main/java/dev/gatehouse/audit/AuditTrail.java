package dev.gatehouse.audit;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Trace;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down who did what, in the transaction of the deed: both commit or neither does. */
public final class AuditTrail {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditTrail.class);

    /**
     * SQLSTATE classes that others deal with: lost connections, bad data (a fault of ours), conflicts worth another
     * attempt, resources, shutdown.
     */
    private static final List<String> ELSEWHERE = List.of("08", "22", "40", "53", "57");

    private final Clock clock;
    private final ObjectMapper json;
    private final MetricRegistry metrics;

    public AuditTrail(Clock clock, ObjectMapper json, MetricRegistry metrics) {
        this.clock = clock;
        this.json = json;
        this.metrics = metrics;
    }

    /**
     * Adds the event to the caller's transaction.
     *
     * @throws Refusal {@code audit_unavailable} (503) if the database does not take it; the transaction must not commit
     */
    public void record(Tx tx, AuditEvent event) {
        recordWith(event, row -> {
            tx.dao(AuditDao.class).insert(row);
            return null;
        });
        tx.afterCommit(() -> recorded(event));
    }

    /**
     * Has the event added by the statement that does the deed, which saves a round trip. Whoever calls this says
     * {@link #recorded} when both are committed.
     *
     * @param statement inserts the row that it is given
     * @throws Refusal {@code audit_unavailable} (503) if the database does not take it
     */
    public <T> T recordWith(AuditEvent event, Function<AuditRow, T> statement) {
        try {
            return statement.apply(row(event));
        } catch (JdbiException e) {
            throw honest(event, e);
        }
    }

    /** Counts an event that stands in the database. */
    public void recorded(AuditEvent event) {
        metrics.counter(MetricName.of("audit_events", "action", event.action)).inc();
    }

    /** What cannot be recorded must not happen: whatever keeps the row out makes the whole action unavailable. */
    private static RuntimeException honest(AuditEvent event, JdbiException error) {
        String state = error.getCause() instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
        if (ELSEWHERE.stream().anyMatch(state::startsWith)) {
            return error;
        }
        LOGGER.error("The audit event {} cannot be recorded, so the action is refused", event.action, error);
        return Refusal.unavailable("audit_unavailable", "The action cannot be recorded and is therefore refused.");
    }

    private AuditRow row(AuditEvent event) {
        Trace.told().ifPresent(trace -> event.with("trace_id", trace));
        return new AuditRow(
                Ids.next(),
                clock.instant(),
                lower(event.actorType),
                event.actorId,
                event.apiKeyId == null ? null : event.apiKeyId.toString(),
                event.action,
                lower(event.outcome),
                event.targetType,
                event.targetId,
                event.origin.address(),
                event.origin.userAgent(),
                event.origin.requestId(),
                write(event));
    }

    private String write(AuditEvent event) {
        try {
            return json.writeValueAsString(event.details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The details of " + event.action + " cannot be written", e);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
