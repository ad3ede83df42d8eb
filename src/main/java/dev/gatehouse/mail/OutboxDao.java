package dev.gatehouse.mail;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on outbox. */
interface OutboxDao {
    @SqlUpdate("""
            INSERT INTO outbox (id, template, recipient, locale, sealed_values, request_id, posted_at)
            VALUES (:id, :template, :recipient, :locale, :sealedValues, :requestId, :now)
            """)
    void insert(
            UUID id,
            String template,
            String recipient,
            String locale,
            byte[] sealedValues,
            String requestId,
            Instant now);
}
