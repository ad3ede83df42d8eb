package dev.gatehouse.store;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.testing.TestRedis;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Budgets in a real Redis, with the stand-in that takes over when it is away. */
class RedisBudgetsTest extends BudgetsContract {
    private static TestRedis redis;
    private static StoreModule store;

    @BeforeAll
    static void start() {
        redis = new TestRedis().start();
        store = module(2);
    }

    @AfterAll
    static void stop() throws Exception {
        store.managed().get(0).stop();
        redis.close();
    }

    @Override
    Budgets budgets() {
        return store.budgets();
    }

    @Test
    void aDecisionIsOneRoundTrip() {
        List<Budget> budgets = List.of(
                new Budget("speed", new Quota(1_000_000_000, Duration.ofMinutes(1))),
                new Budget("speed", new Quota(1_000_000_000, Duration.ofHours(1))));
        long[] times = new long[4_000];
        for (int i = 0; i < times.length; i++) {
            long begun = System.nanoTime();
            budgets().take(budgets);
            times[i] = System.nanoTime() - begun;
        }
        long[] warm = Arrays.copyOfRange(times, 1_000, times.length);
        Arrays.sort(warm);
        System.out.printf("A decision about two windows in Redis: p50 %d us%n", warm[warm.length / 2] / 1_000);
        assertThat(warm[warm.length / 2]).isLessThan(Duration.ofMillis(1).toNanos());
    }

    @Test
    void twoReplicasShareOneBudgetAndEachHasItsPartWhileRedisIsAway() throws Exception {
        StoreModule other = module(2);
        Budget fresh = new Budget("fresh", new Quota(10, Duration.ofMinutes(10)));
        Budget budget = new Budget("shared", new Quota(10, Duration.ofMinutes(10)));
        int allowed = 0;
        for (int i = 0; i < 10; i++) {
            allowed += store.budgets().take(List.of(budget)).allowed() ? 1 : 0;
            allowed += other.budgets().take(List.of(budget)).allowed() ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(10);

        redis.stop();
        try {
            // Used up before, used up now.
            for (StoreModule replica : List.of(store, other)) {
                Decision alone = replica.budgets().take(List.of(budget));
                assertThat(alone.standIn()).isTrue();
                assertThat(alone.allowed()).isFalse();
            }
            long begun = System.nanoTime();
            int alone = 0;
            for (int i = 0; i < 20; i++) {
                alone += other.budgets().take(List.of(fresh)).allowed() ? 1 : 0;
            }
            assertThat(alone).as("half of ten").isEqualTo(5);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            assertThat(other.healthChecks().get("redis").execute().isHealthy()).isFalse();
        } finally {
            redis.start();
        }
        for (StoreModule replica : List.of(store, other)) {
            dev.gatehouse.testing.JarProcess.await(
                    "Redis again",
                    () -> !replica.budgets().look(List.of(budget)).standIn());
            assertThat(replica.healthChecks().get("redis").execute().isHealthy())
                    .isTrue();
        }
        // What was allowed meanwhile counts: an outage is not worth another budget.
        assertThat(other.budgets().take(List.of(fresh)).tightest().remaining()).isEqualTo(4);
        assertThat(store.budgets().take(List.of(fresh)).tightest().remaining()).isEqualTo(3);
        other.managed().get(0).stop();
    }

    private static StoreModule module(int replicas) {
        return new StoreModule(
                new RedisStoreConfig(Secret.of(redis.url()), null, null, 0),
                replicas,
                Clock.systemUTC(),
                new MetricRegistry());
    }
}
