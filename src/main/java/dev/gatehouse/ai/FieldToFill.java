package dev.gatehouse.ai;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;

/**
 * A field of a form that somebody wants a value for.
 *
 * @param existingData the other fields, as a flat object
 */
public record FieldToFill(
        @NotBlank @Size(max = 200) String fieldName,
        @NotNull Map<String, Object> existingData,
        @Size(max = 1_000) String fieldDescription,
        @Size(max = 140) String model) {}
