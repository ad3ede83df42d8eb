package dev.gatehouse.store;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryCacheTest extends SharedCacheContract {
    private final MemoryCache cache = new MemoryCache(LIFETIME, MAXIMUM);

    @Override
    SharedCache cache() {
        return cache;
    }

    @Test
    void manyLargeAnswersDoNotFillTheMemory() {
        MemoryCache small = new MemoryCache(Duration.ofMinutes(5), 100_000);
        for (int i = 0; i < 1_000; i++) {
            small.put("k" + i, new byte[10_000]);
        }
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            kept += small.get("k" + i).isPresent() ? 1 : 0;
        }
        // It tidies up in the background; a hundred times the size it is not.
        assertThat(kept).isLessThan(500);
    }
}
