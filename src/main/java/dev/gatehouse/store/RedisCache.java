package dev.gatehouse.store;

import com.codahale.metrics.Counter;
import dev.gatehouse.kernel.SecretBox;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * The cache of all replicas. What lies in it is sealed: it may be personal, and whoever gets at Redis must neither read
 * it nor put something else in its place.
 *
 * <p>It shares Redis with the budgets, which must not be pushed out: so each replica puts in only so many bytes within a
 * lifetime, whatever clients think of asking.
 */
final class RedisCache implements SharedCache {
    private static final Logger LOGGER = LoggerFactory.getLogger(RedisCache.class);
    private static final String PREFIX = "gatehouse:cache:";

    private final UnifiedJedis redis;
    private final CircuitBreaker breaker;
    private final SecretBox box;
    private final Allowance allowance;
    private final Duration lifetime;
    private final Counter missed;

    RedisCache(UnifiedJedis redis, CircuitBreaker breaker, SecretBox box, Allowance allowance, Counter missed) {
        this.box = box;
        this.redis = redis;
        this.breaker = breaker;
        this.allowance = allowance;
        this.lifetime = allowance.window;
        this.missed = missed;
    }

    @Override
    public Optional<byte[]> get(String key) {
        try {
            return Optional.ofNullable(breaker.executeSupplier(() -> redis.get(name(key))))
                    .flatMap(bytes -> open(key, bytes));
        } catch (JedisException | CallNotPermittedException e) {
            missed.inc();
            return Optional.empty();
        }
    }

    @Override
    public void put(String key, byte[] value) {
        if (!allowance.take(value.length)) {
            return;
        }
        byte[] closed = box.seal(value, name(key));
        try {
            breaker.executeSupplier(
                    () -> redis.set(name(key), closed, SetParams.setParams().ex(lifetime.toSeconds())));
        } catch (JedisException | CallNotPermittedException e) {
            missed.inc();
        }
    }

    private Optional<byte[]> open(String key, byte[] closed) {
        try {
            return Optional.of(box.open(closed, name(key)));
        } catch (GeneralSecurityException e) {
            LOGGER.warn("Something in the cache is not ours, or was sealed under another master key");
            return Optional.empty();
        }
    }

    private static byte[] name(String key) {
        return (PREFIX + key).getBytes(StandardCharsets.UTF_8);
    }

    /** So many bytes in so much time. */
    static final class Allowance {
        private final long bytes;
        private final Duration window;
        private final Clock clock;
        private long began;
        private long used;

        Allowance(long bytes, Duration window, Clock clock) {
            this.bytes = bytes;
            this.window = window;
            this.clock = clock;
        }

        synchronized boolean take(long size) {
            long now = clock.millis();
            if (now - began >= window.toMillis() || now < began) {
                began = now;
                used = 0;
            }
            if (used + size > bytes) {
                return false;
            }
            used += size;
            return true;
        }
    }
}
