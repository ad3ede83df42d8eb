package dev.gatehouse.store;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * {@code store: {type: memory}}: for a single replica.
 *
 * @param maxKeys how many are remembered at most
 */
public record MemoryStoreConfig(
        @Min(1_000) @Max(100_000_000) long maxKeys) implements StoreConfig {
    public MemoryStoreConfig {
        maxKeys = maxKeys == 0 ? 200_000 : maxKeys;
    }

    public static MemoryStoreConfig usual() {
        return new MemoryStoreConfig(0);
    }
}
