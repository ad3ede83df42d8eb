package dev.gatehouse.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which events are wanted; whatever is {@code null} does not matter.
 *
 * @param outcome {@code success} or {@code failure}
 * @param ipAddress in digits
 * @param from from this moment on
 * @param to before this moment
 */
record AuditCriteria(
        Long actorId,
        String action,
        String targetType,
        String targetId,
        AuditEvent.Outcome outcome,
        String ipAddress,
        Instant from,
        Instant to) {
    /** What was asked for, as an audit row tells it. */
    Map<String, Object> described() {
        Map<String, Object> told = new LinkedHashMap<>();
        put(told, "actor_id", actorId);
        put(told, "action", action);
        put(told, "target_type", targetType);
        put(told, "target_id", targetId);
        put(told, "outcome", outcome);
        put(told, "ip_address", ipAddress);
        put(told, "from", from);
        put(told, "to", to);
        return told;
    }

    private static void put(Map<String, Object> told, String name, Object value) {
        if (value != null) {
            told.put(name, value.toString());
        }
    }
}
