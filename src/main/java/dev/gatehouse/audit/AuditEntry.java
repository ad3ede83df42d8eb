package dev.gatehouse.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gatehouse.kernel.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One event as the API shows it.
 *
 * @param details a JSON object
 */
record AuditEntry(
        UUID id,
        Instant occurredAt,
        Actor actor,
        String action,
        String outcome,
        Target target,
        String ipAddress,
        String userAgent,
        String requestId,
        @JsonRawValue String details) {
    /** The name of the one order in which events are listed. */
    static final String ORDER = "audit";

    /** How many parts the sort key has. */
    static final int KEY_PARTS = 2;

    /**
     * Who acted.
     *
     * @param id {@code null} for anybody but a user
     * @param email as it is today, {@code null} once the account is gone
     */
    record Actor(
            String type,
            Long id,
            String email,
            @JsonInclude(JsonInclude.Include.NON_NULL) String apiKeyId) {}

    /** What was acted upon; both {@code null} if nothing in particular. */
    record Target(String type, String id) {}

    Cursor cursor() {
        return new Cursor(ORDER, List.of(occurredAt.toString(), id.toString()));
    }

    /** Without what says where somebody else works: for the person whom the event happened to. */
    AuditEntry withoutOrigin() {
        Actor masked = new Actor(actor.type(), actor.id(), null, null);
        return new AuditEntry(id, occurredAt, masked, action, outcome, target, null, null, requestId, details);
    }
}
