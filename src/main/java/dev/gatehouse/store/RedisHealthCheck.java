package dev.gatehouse.store;

import com.codahale.metrics.health.HealthCheck;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Whether Redis answers. Without it the service goes on, each replica with its part of every budget. */
final class RedisHealthCheck extends HealthCheck {
    private final RedisClient redis;

    RedisHealthCheck(RedisClient redis) {
        this.redis = redis;
    }

    @Override
    protected Result check() {
        try {
            redis.ping();
            return Result.healthy();
        } catch (JedisException e) {
            return Result.unhealthy("Redis does not answer; each replica counts its part alone");
        }
    }
}
