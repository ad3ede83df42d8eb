package dev.gatehouse.audit;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Ids;
import java.time.Clock;
import java.util.Locale;

/** Writes down who did what, in the transaction of the deed: both commit or neither does. */
public final class AuditTrail {
    private final Clock clock;
    private final ObjectMapper json;
    private final MetricRegistry metrics;

    public AuditTrail(Clock clock, ObjectMapper json, MetricRegistry metrics) {
        this.clock = clock;
        this.json = json;
        this.metrics = metrics;
    }

    public void record(Tx tx, AuditEvent event) {
        tx.dao(AuditDao.class)
                .insert(
                        Ids.next(),
                        clock.instant(),
                        lower(event.actorType),
                        event.actorId,
                        event.action,
                        lower(event.outcome),
                        event.targetType,
                        event.targetId,
                        event.origin.address(),
                        event.origin.userAgent(),
                        event.origin.requestId(),
                        write(event));
        tx.afterCommit(() -> metrics.counter(MetricRegistry.name("audit_events", event.action))
                .inc());
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
