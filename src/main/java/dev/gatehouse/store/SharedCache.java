package dev.gatehouse.store;

import java.util.Optional;

/** Bytes that may be forgotten at any time. A cache that is away knows nothing; it is never a reason to fail. */
public interface SharedCache {
    /** Forgets at once. */
    SharedCache NONE = new SharedCache() {
        @Override
        public Optional<byte[]> get(String key) {
            return Optional.empty();
        }

        @Override
        public void put(String key, byte[] value) {
            // nothing is kept
        }
    };

    Optional<byte[]> get(String key);

    void put(String key, byte[] value);
}
