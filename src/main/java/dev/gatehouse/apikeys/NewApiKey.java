package dev.gatehouse.apikeys;

import dev.gatehouse.http.Network;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;

/**
 * A key that somebody wants.
 *
 * @param permissions some of the caller's; none for a key that only says who is calling
 * @param expiresAt {@code null} for as late as keys may expire
 * @param allowedNetworks {@code null} or empty for everywhere
 * @param requestsPerMinute {@code null} for what holds for everybody
 */
public record NewApiKey(
        @NotBlank @Size(max = 100) String name,
        @NotNull @Size(max = 200) List<@NotNull @Size(max = 100) String> permissions,
        Instant expiresAt,
        @Size(max = 50) List<@NotNull Network> allowedNetworks,
        @Min(1) @Max(1_000_000) Integer requestsPerMinute) {
    public NewApiKey {
        allowedNetworks = allowedNetworks == null ? List.of() : allowedNetworks;
    }
}
