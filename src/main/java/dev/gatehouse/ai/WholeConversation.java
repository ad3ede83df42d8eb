package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A conversation with what was said in it, the oldest first. */
public record WholeConversation(UUID id, String title, Instant createdAt, Instant updatedAt, List<Message> messages) {
    /**
     * One thing that was said.
     *
     * @param role {@code user} or {@code assistant}
     * @param model {@code null} of a user
     * @param citations without the text of the passages
     */
    public record Message(UUID id, String role, String content, String model, JsonNode citations, Instant createdAt) {}
}
