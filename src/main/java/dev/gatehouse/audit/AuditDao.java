package dev.gatehouse.audit;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on audit_logs. Rows are only ever added. */
interface AuditDao {
    @SqlUpdate("""
            INSERT INTO audit_logs (id, occurred_at, actor_type, actor_id, api_key_id, action, outcome, target_type, target_id,
                                    ip_address, user_agent, request_id, details)
            VALUES (:id, :occurredAt, :actorType, :actorId, :apiKeyId, :action, :outcome, :targetType, :targetId,
                    :ipAddress::inet, :userAgent, :requestId, :details::jsonb)
            """)
    void insert(
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
            String details);
}
