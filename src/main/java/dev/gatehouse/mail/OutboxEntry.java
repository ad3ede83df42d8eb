package dev.gatehouse.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * What an operator may know of a mail: where it is on its way, never what it says.
 *
 * @param state {@code pending}, {@code sending}, {@code sent} or {@code dead}
 * @param dueAt when it is tried next
 */
public record OutboxEntry(
        UUID id,
        String state,
        String template,
        String recipient,
        int attempts,
        String lastError,
        String requestId,
        Instant createdAt,
        Instant dueAt,
        Instant sentAt) {}
