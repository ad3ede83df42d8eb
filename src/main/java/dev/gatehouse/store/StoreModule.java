package dev.gatehouse.store;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.SecretBox;
import io.dropwizard.lifecycle.Managed;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/** Facts that all replicas share for a short while. */
public final class StoreModule implements FeatureModule {
    private final Budgets budgets;
    private final RedisClient redis;
    private final Clock clock;
    private final MetricRegistry metrics;
    private final List<Managed> managed;
    private final Map<String, HealthCheck> healthChecks;

    /** @param replicas how many share what is in Redis, and must divide it while Redis is away */
    public StoreModule(StoreConfig config, int replicas, Clock clock, MetricRegistry metrics) {
        this.clock = clock;
        this.metrics = metrics;
        MemoryBudgets own = new MemoryBudgets(clock, config.maxKeys());
        if (config instanceof RedisStoreConfig shared) {
            RedisClient client = connect(shared);
            this.redis = client;
            CircuitBreaker breaker = breaker();
            StandInBudgets standIn = new StandInBudgets(
                    new RedisBudgets(client),
                    new StandInBudgets.Own(own, new Debts(config.maxKeys())),
                    replicas,
                    breaker,
                    metrics);
            this.budgets = standIn;
            this.managed = List.of(new Closing(client));
            this.healthChecks = Map.of("redis", new RedisHealthCheck(client));
            metrics.gauge("store_standing_in", () -> () -> standIn.isStandingIn() ? 1 : 0);
        } else {
            this.redis = null;
            this.budgets = own;
            this.managed = List.of();
            this.healthChecks = Map.of();
        }
    }

    public Budgets budgets() {
        return budgets;
    }

    /**
     * A cache that replicas share if they share a store.
     *
     * @param lifetime of everything in it
     * @param maximumBytes that this process puts into it within a lifetime
     * @param box seals what leaves this process
     */
    public SharedCache cache(Duration lifetime, long maximumBytes, SecretBox box) {
        if (redis == null) {
            return new MemoryCache(lifetime, maximumBytes);
        }
        return new RedisCache(
                redis,
                breaker(),
                box,
                new RedisCache.Allowance(maximumBytes, lifetime, clock),
                metrics.counter("store.cache_missed"));
    }

    @Override
    public List<Managed> managed() {
        return managed;
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return healthChecks;
    }

    /** Connects when it is first asked: a Redis that is away does not keep the service from starting. */
    private static RedisClient connect(RedisStoreConfig config) {
        URI uri = URI.create(config.url().reveal());
        int timeout = Math.toIntExact(config.timeout().toMilliseconds());
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(config.maxConnections());
        pool.setMaxIdle(config.maxConnections());
        pool.setMaxWait(config.timeout().toJavaDuration());
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(DefaultJedisClientConfig.builder(uri)
                        .connectionTimeoutMillis(timeout)
                        .socketTimeoutMillis(timeout)
                        .clientName("gatehouse")
                        .build())
                .poolConfig(pool)
                .build();
    }

    /** After three failures nobody waits for Redis; once a second somebody tries. */
    private static CircuitBreaker breaker() {
        return CircuitBreaker.of(
                "redis",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(6)
                        .minimumNumberOfCalls(3)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(1))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordExceptions(JedisException.class)
                        .build());
    }

    private record Closing(RedisClient client) implements Managed {
        @Override
        public void stop() {
            client.close();
        }
    }
}
