package dev.gatehouse.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/** The cache of this process alone. */
final class MemoryCache implements SharedCache {
    private final Cache<String, byte[]> entries;

    MemoryCache(Duration lifetime, long maximumBytes) {
        this.entries = Caffeine.newBuilder()
                .expireAfterWrite(lifetime)
                .maximumWeight(maximumBytes)
                .weigher((String key, byte[] value) -> key.length() + value.length)
                .build();
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(entries.getIfPresent(key));
    }

    @Override
    public void put(String key, byte[] value) {
        entries.put(key, value);
    }
}
