package dev.gatehouse.ai;

import java.time.Instant;
import java.util.UUID;

/**
 * A conversation as the list shows it.
 *
 * @param title the beginning of its first question
 */
public record Conversation(UUID id, String title, Instant createdAt, Instant updatedAt) {}
