package dev.gatehouse.db;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.testing.Cable;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A cache that is never more than a second behind the database, and knows when it might be. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-4")
class LiveCacheTest {
    private static final long KEY = 7;

    private final AtomicInteger loads = new AtomicInteger();
    private Cable cable;
    private OpenDatabase open;
    private LiveCache<Long, Integer> cache;

    @BeforeEach
    void open(TestDatabase database) {
        cable = new Cable(database.address());
        open = OpenDatabase.on(database.behind(cable));
        cache = cacheOf(key -> Optional.of(loads.incrementAndGet()));
        open.awaitNotifications();
    }

    @AfterEach
    void close() {
        open.close();
        cable.close();
    }

    @Test
    void whatIsKnownIsNotAskedAgain() {
        assertThat(cache.get(KEY)).contains(1);
        assertThat(cache.get(KEY)).contains(1);
    }

    @Test
    void absenceIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        LiveCache<Long, Integer> empty = cacheOf(key -> {
            asked.incrementAndGet();
            return Optional.empty();
        });

        assertThat(empty.get(KEY)).isEmpty();
        assertThat(empty.get(KEY)).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aChangeHereIsSeenAtOnce() {
        cache.get(KEY);
        open.database().inTransaction(tx -> {
            tx.changed(Topic.USERS, KEY);
            return null;
        });

        assertThat(cache.get(KEY)).contains(2);
    }

    @Test
    void aChangeOfSomethingElseIsIgnored() {
        cache.get(KEY);
        open.database().inTransaction(tx -> {
            tx.changed(Topic.USERS, KEY + 1);
            tx.changed(Topic.ROLES, KEY);
            return null;
        });

        assertThat(cache.get(KEY)).contains(1);
    }

    @Test
    void aChangeElsewhereIsSeenWithinASecond(TestDatabase database) {
        for (int i = 0; i < 10; i++) {
            int before = cache.get(KEY).orElseThrow();
            long begun = System.nanoTime();
            notifyFromElsewhere(database, "users:" + KEY);
            JarProcess.await("news", () -> cache.get(KEY).orElseThrow() > before);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void messagesOfOtherReleasesDoNoHarm(TestDatabase database) {
        cache.get(KEY);
        notifyFromElsewhere(database, "no colon");
        notifyFromElsewhere(database, "of_the_future:7");
        notifyFromElsewhere(database, "users:" + KEY);

        JarProcess.await("news", () -> cache.get(KEY).orElseThrow() > 1);
    }

    @Test
    void aLoadThatOverlapsAChangeIsAnsweredButNotKept() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        LiveCache<Long, Integer> slow = cacheOf(key -> {
            int number = asked.incrementAndGet();
            if (number == 1) {
                reading.countDown();
                await(changed);
            }
            return Optional.of(number);
        });

        CompletableFuture<Optional<Integer>> overtaken = CompletableFuture.supplyAsync(() -> slow.get(KEY));
        await(reading);
        open.database().inTransaction(tx -> {
            tx.changed(Topic.USERS, KEY);
            return null;
        });
        changed.countDown();

        assertThat(overtaken.get(5, TimeUnit.SECONDS)).contains(1);
        // The change is heard of once more, from PostgreSQL: it may be loaded a second time.
        assertThat(slow.get(KEY))
                .hasValueSatisfying(number -> assertThat(number).isGreaterThan(1));
    }

    @Test
    void aLoadThatFailsLeavesNothingBehind() {
        AtomicInteger asked = new AtomicInteger();
        LiveCache<Long, Integer> flaky = cacheOf(key -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
            }
            return Optional.of(asked.get());
        });

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> flaky.get(KEY)).hasMessage("the first time");
        assertThat(flaky.get(KEY)).contains(2);
        assertThat(flaky.get(KEY)).contains(2);
    }

    @Test
    void withoutTheChannelEveryReadAsks() {
        cache.get(KEY);
        cable.pull();
        JarProcess.await("distrust", () -> !open.notifications().areCurrent());

        assertThat(cache.get(KEY)).contains(2);
        assertThat(cache.get(KEY)).contains(3);
    }

    /** A hanging server or a network that swallows packets: nothing tells that nothing comes any more. */
    @Test
    void aSilentChannelIsNotTrustedForASecond() {
        cache.get(KEY);
        cable.block();
        long begun = System.nanoTime();
        JarProcess.await("distrust", () -> !open.notifications().areCurrent());

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(cache.get(KEY)).contains(2);
    }

    @Test
    void whatWasMissedWhileNobodyListenedIsForgotten(TestDatabase database) {
        assertThat(cache.get(KEY)).contains(1);
        cable.pull();
        JarProcess.await("distrust", () -> !open.notifications().areCurrent());
        notifyFromElsewhere(database, "users:" + KEY);
        cable.mend();
        open.awaitNotifications();

        assertThat(cache.get(KEY)).contains(2);
        assertThat(cache.get(KEY)).contains(2);
    }

    @Test
    void aListenerWhoseBackendIsTerminatedComesBack(TestDatabase database) {
        assertThat(cache.get(KEY)).contains(1);
        int ended = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                                 WHERE application_name = 'test-notifications'
                                """).mapTo(Integer.class).one());
        assertThat(ended).isPositive();
        JarProcess.await("distrust", () -> !open.notifications().areCurrent());
        open.awaitNotifications();

        assertThat(cache.get(KEY)).contains(2);
        int before = cache.get(KEY).orElseThrow();
        notifyFromElsewhere(database, "users:*");
        JarProcess.await("news", () -> cache.get(KEY).orElseThrow() > before);
    }

    private LiveCache<Long, Integer> cacheOf(java.util.function.Function<Long, Optional<Integer>> load) {
        return new LiveCache<>(open.notifications(), Topic.USERS, Long::valueOf, load, 100, new MetricRegistry());
    }

    private static void notifyFromElsewhere(TestDatabase database, String payload) {
        database.jdbi().useHandle(handle -> handle.execute("SELECT pg_notify('gatehouse', ?)", payload));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
