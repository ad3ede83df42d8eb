package dev.gatehouse.ai;

import java.util.List;
import java.util.UUID;

/**
 * What somebody is answered.
 *
 * @param response plain text: nothing in it is a link, an image or a tag
 * @param generated {@code false} if it only quotes
 * @param citations of the marks in it
 */
public record ChatAnswer(
        String response,
        String model,
        boolean generated,
        UUID conversationId,
        List<Citation> citations,
        UsageShown usage) {}
