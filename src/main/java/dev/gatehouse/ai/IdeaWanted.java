package dev.gatehouse.ai;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A topic that somebody wants an idea about. */
public record IdeaWanted(
        @NotBlank @Size(max = 4_000) String topic,
        @Size(max = 10_000) String context,
        @Size(max = 200) String style,
        @Size(max = 140) String model) {}
