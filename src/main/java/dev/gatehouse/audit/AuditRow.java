package dev.gatehouse.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as a row of audit_logs, for statements that insert it: {@code INSERT INTO audit_logs} followed by
 * {@link #COLUMNS} and, of a row bound as {@code a}, {@link #VALUES}. Made by {@link AuditTrail} alone.
 *
 * @param apiKeyId {@code null} if no key was used, as all that an event does not have
 * @param details as JSON
 */
public record AuditRow(
        UUID id,
        Instant occurredAt,
        String actorType,
        Long actorId,
        String apiKeyId,
        String action,
        String outcome,
        String targetType,
        String targetId,
        String ipAddress,
        String userAgent,
        String requestId,
        String details) {
    public static final String COLUMNS = """
            (id, occurred_at, actor_type, actor_id, api_key_id, action, outcome, target_type, target_id,
             ip_address, user_agent, request_id, details)
            """;

    /** With types, for in a SELECT PostgreSQL does not guess them from the columns. */
    public static final String VALUES = """
            :a.id, :a.occurredAt, :a.actorType, :a.actorId::bigint, :a.apiKeyId, :a.action, :a.outcome, :a.targetType,
            :a.targetId, :a.ipAddress::inet, :a.userAgent, :a.requestId, :a.details::jsonb
            """;
}
