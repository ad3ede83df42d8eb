package dev.gatehouse.store;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.kernel.SecretBox;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

import static org.assertj.core.api.Assertions.assertThat;

/** A cache in a real Redis, which may be away, be read by others, and holds other things. */
class RedisCacheTest extends SharedCacheContract {
    private static final SecretBox BOX = MasterKey.parse(MasterKey.generate()).boxFor("test");

    private static TestRedis redis;
    private static StoreModule store;
    private static SharedCache cache;

    @BeforeAll
    static void start() {
        redis = new TestRedis().start();
        store = new StoreModule(
                new RedisStoreConfig(Secret.of(redis.url()), null, null, 0),
                1,
                Clock.systemUTC(),
                new MetricRegistry());
        cache = store.cache(LIFETIME, MAXIMUM, BOX);
    }

    @AfterAll
    static void stop() throws Exception {
        store.managed().get(0).stop();
        redis.close();
    }

    @Override
    SharedCache cache() {
        return cache;
    }

    @Test
    void replicasShareItAndNobodyElseCanReadOrForgeIt() {
        cache.put("page", bytes("ann@example.com"));
        assertThat(store.cache(LIFETIME, MAXIMUM, BOX).get("page")).contains(bytes("ann@example.com"));

        byte[] name = bytes("gatehouse:cache:page");
        try (RedisClient intruder = RedisClient.create(redis.url())) {
            byte[] stored = intruder.get(name);
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("ann@example.com");
            assertThat(intruder.pttl(name)).isBetween(1L, LIFETIME.toMillis());

            // An answer of another question, and one of his own.
            intruder.set(bytes("gatehouse:cache:other"), stored);
            intruder.set(name, bytes("forged"));
        }
        assertThat(cache.get("other")).isEmpty();
        assertThat(cache.get("page")).isEmpty();
    }

    @Test
    void clientsWhoAskForEverythingDoNotFillRedis() {
        SharedCache small = store.cache(Duration.ofMinutes(5), 50_000, BOX);
        for (int i = 0; i < 20; i++) {
            small.put("many" + i, new byte[10_000]);
        }
        int kept = 0;
        for (int i = 0; i < 20; i++) {
            kept += small.get("many" + i).isPresent() ? 1 : 0;
        }
        assertThat(kept).isEqualTo(5);
    }

    @Test
    void withoutRedisItKnowsNothingAndCostsNoTime() {
        redis.stop();
        try {
            long begun = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                cache.put("k", bytes("v"));
                assertThat(cache.get("k")).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        } finally {
            redis.start();
        }
        JarProcess.await("the cache again", () -> {
            cache.put("k", bytes("v"));
            return cache.get("k").isPresent();
        });
    }
}
