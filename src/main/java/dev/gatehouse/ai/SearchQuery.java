package dev.gatehouse.ai;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What somebody looks for in documents.
 *
 * @param maxResults {@code null} for five
 */
public record SearchQuery(
        @NotBlank @Size(max = 4_000) String query,
        @Min(1) @Max(20) Integer maxResults) {
    private static final int USUAL = 5;

    int max() {
        return maxResults == null ? USUAL : maxResults;
    }
}
