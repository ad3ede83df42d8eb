package dev.gatehouse.ai;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.UUID;

/**
 * What somebody asks.
 *
 * @param systemPrompt how the caller would like to be answered: a wish, not an order
 * @param context what the caller's application knows, as a flat object
 * @param useDocuments whether the answer comes from documents; {@code null} for yes where nothing else can answer
 * @param conversationId {@code null} to begin one
 * @param model {@code null} for the usual one
 */
public record ChatQuestion(
        @NotBlank @Size(max = 4_000) String message,
        @Size(max = 4_000) String systemPrompt,
        Map<String, Object> context,
        Boolean useDocuments,
        UUID conversationId,
        @Size(max = 140) String model) {}
