package dev.gatehouse.ai;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A text that somebody wants another way.
 *
 * @param targetLength about how many words the result should have
 */
public record Enhancement(
        @NotBlank @Size(max = 10_000) String content,
        @NotNull Type enhancementType,
        @Min(1) @Max(5_000) Integer targetLength,
        @Size(max = 140) String model) {
    /** In which way. */
    public enum Type {
        @JsonProperty("improve")
        IMPROVE("improve the wording and correct mistakes of the block TEXT; keep what it says"),
        @JsonProperty("expand")
        EXPAND("make the block TEXT longer and more detailed without inventing facts"),
        @JsonProperty("summarize")
        SUMMARIZE("summarize the block TEXT"),
        @JsonProperty("professional")
        PROFESSIONAL("rewrite the block TEXT in a professional tone"),
        @JsonProperty("simplify")
        SIMPLIFY("rewrite the block TEXT so that everybody understands it");

        private final String task;

        Type(String task) {
            this.task = task;
        }
    }

    @JsonIgnore
    String task() {
        return enhancementType.task + (targetLength == null ? "." : "; about " + targetLength + " words.");
    }
}
