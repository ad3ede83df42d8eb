package dev.gatehouse.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every cache does: it gives back what was put in, or nothing, and never fails. */
abstract class SharedCacheContract {
    static final Duration LIFETIME = Duration.ofSeconds(2);
    static final long MAXIMUM = 1_048_576;

    abstract SharedCache cache();

    @Test
    void whatWasPutInComesOutAndNothingElse() {
        String key = UUID.randomUUID().toString();
        assertThat(cache().get(key)).isEmpty();

        cache().put(key, bytes("first"));
        cache().put(key + "x", bytes(""));
        assertThat(cache().get(key)).contains(bytes("first"));
        assertThat(cache().get(key + "x")).contains(bytes(""));

        cache().put(key, bytes("second"));
        assertThat(cache().get(key)).contains(bytes("second"));
    }

    @Test
    void itIsForgottenAfterItsLifetime() throws InterruptedException {
        String key = UUID.randomUUID().toString();
        cache().put(key, bytes("old"));
        Thread.sleep(LIFETIME.toMillis() + 100);
        assertThat(cache().get(key)).isEmpty();
    }

    @Test
    void anyBytesAreKeptAsTheyAre() {
        byte[] all = new byte[70_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        cache().put("bytes", all);
        assertThat(cache().get("bytes")).contains(all);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
