package dev.gatehouse.files;

import io.dropwizard.util.DataSize;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * How much may be kept.
 *
 * @param bytes of all files together
 * @param files how many
 */
public record Quota(
        @NotNull DataSize bytes, @NotNull @Min(0) Long files) {
    Quota orMore(Quota other) {
        return new Quota(other.bytes.toBytes() > bytes.toBytes() ? other.bytes : bytes, Math.max(other.files, files));
    }
}
