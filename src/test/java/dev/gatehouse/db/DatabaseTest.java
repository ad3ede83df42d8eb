package dev.gatehouse.db;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.testing.Cable;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What happens to statements when the database does not do what it is told. */
@ExtendWith(GatehouseExtension.class)
class DatabaseTest {
    private OpenDatabase open;
    private Cable cable;

    @BeforeEach
    void open(TestDatabase database) {
        database.jdbi().useHandle(handle -> handle.execute("""
                DROP TABLE IF EXISTS counters;
                CREATE TABLE counters (id integer PRIMARY KEY, value integer NOT NULL);
                INSERT INTO counters VALUES (1, 0), (2, 0);
                """));
        cable = new Cable(database.address());
        open = OpenDatabase.on(database.behind(cable));
    }

    @AfterEach
    void close(TestDatabase database) {
        open.close();
        cable.close();
        database.jdbi().useHandle(handle -> handle.execute("DROP TABLE counters"));
    }

    @Test
    @Tag("defect-46")
    void aTransactionThatLosesADeadlockRunsAgain(TestDatabase database) throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);

        CompletableFuture<Void> there = increment(1, 2, attempts, acknowledged, bothHoldOne);
        CompletableFuture<Void> back = increment(2, 1, attempts, acknowledged, bothHoldOne);
        CompletableFuture.allOf(there, back).get(20, TimeUnit.SECONDS);

        assertThat(attempts).hasValue(3);
        assertThat(acknowledged).hasValue(2);
        assertThat(counters(database)).containsExactly(2, 2);
    }

    @Test
    void nothingFollowsATransactionThatFails(TestDatabase database) {
        AtomicInteger followed = new AtomicInteger();

        assertThatThrownBy(() -> open.database().inTransaction(tx -> {
                    tx.handle().execute("UPDATE counters SET value = 9");
                    tx.afterCommit(followed::incrementAndGet);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(followed).hasValue(0);
        assertThat(counters(database)).containsExactly(0, 0);
    }

    @Test
    void anActionThatFailsAfterTheCommitDoesNotUndoIt(TestDatabase database) {
        open.database().inTransaction(tx -> {
            tx.handle().execute("UPDATE counters SET value = 9");
            tx.afterCommit(() -> {
                throw new IllegalStateException("too late");
            });
            return null;
        });

        assertThat(counters(database)).containsExactly(9, 9);
    }

    @Test
    @Tag("defect-46")
    @Tag("promise-8")
    void aStatementThatTakesTooLongIsUnavailability() {
        assertUnavailable(() -> open.database().withHandle(handle -> handle.execute("SELECT pg_sleep(20)")));
    }

    @Test
    @Tag("defect-46")
    @Tag("promise-8")
    void aConnectionThatDiesInATransactionIsUnavailabilityAndTheNextOneWorks(TestDatabase database) {
        assertUnavailable(() -> open.database().inTransaction(tx -> {
            long pid = tx.handle()
                    .createQuery("SELECT pg_backend_pid()")
                    .mapTo(Long.class)
                    .one();
            database.jdbi().useHandle(handle -> handle.execute("SELECT pg_terminate_backend(?::int)", pid));
            return tx.handle().execute("UPDATE counters SET value = 9");
        }));

        assertThat(counters(database)).containsExactly(0, 0);
        assertThat(answers()).isTrue();
    }

    @Test
    @Tag("promise-8")
    void aPoolWithNothingFreeIsUnavailability() throws Exception {
        CyclicBarrier allTaken = new CyclicBarrier(5);
        CyclicBarrier done = new CyclicBarrier(5);
        List<CompletableFuture<Void>> holders = java.util.stream.IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> open.database().inTransaction(tx -> {
                    meet(allTaken);
                    return meet(done);
                })))
                .toList();
        meet(allTaken);

        assertUnavailable(this::answers);

        meet(done);
        CompletableFuture.allOf(holders.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertThat(answers()).isTrue();
    }

    @Test
    @Tag("defect-46")
    @Tag("promise-8")
    void aServerThatIsGoneIsUnavailabilityUntilItIsBack() {
        cable.pull();
        assertUnavailable(this::answers);

        cable.mend();
        JarProcess.await("PostgreSQL to be found again", () -> !refuses());
        assertThat(answers()).isTrue();
    }

    @Test
    void aConnectionKeptForTooLongIsToldOfOnceWithWhatItsBorrowerDoes() throws Exception {
        List<ILoggingEvent> told = logged(() -> open.database().withHandle(handle -> pretendToBeBusy(2_500)));

        assertThat(told)
                .filteredOn(event -> event.getFormattedMessage().contains("has kept a connection"))
                .singleElement()
                .satisfies(event -> assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .contains("pretendToBeBusy"));
    }

    private static boolean pretendToBeBusy(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In one statement the sign-in name and the hash of the password: what the log must never quote. */
    @Test
    @Tag("defect-47")
    void anErrorQuotesNobodysData(Given given) {
        given.user("ann@example.com").exists();
        List<ILoggingEvent> told = logged(() -> {
            try {
                open.database().withHandle(handle -> handle.createUpdate("""
                                    INSERT INTO users (email, first_name, last_name, password_hash, created_at, updated_at)
                                    VALUES (:email, 'Ann', 'Other', :hash, now(), now())
                                    """)
                        .bind("email", "ann@example.com")
                        .bind("hash", "$argon2id$secret")
                        .execute());
            } catch (RuntimeException e) {
                LoggerFactory.getLogger(DatabaseTest.class).error("A request failed unexpectedly", e);
            }
        });

        // Whatever else the process says meanwhile is not about this.
        assertThat(told)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(
                                event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .contains("duplicate key")
                        .doesNotContain("ann@example.com", "argon2id"));
    }

    private static List<ILoggingEvent> logged(Runnable work) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        try {
            work.run();
        } finally {
            root.detachAppender(log);
        }
        return List.copyOf(log.list);
    }

    private CompletableFuture<Void> increment(
            int first, int second, AtomicInteger attempts, AtomicInteger acknowledged, CyclicBarrier bothHoldOne) {
        return CompletableFuture.runAsync(() -> open.database().inTransaction(tx -> {
            tx.afterCommit(acknowledged::incrementAndGet);
            String sql = "UPDATE counters SET value = value + 1 WHERE id = ?";
            tx.handle().execute(sql, first);
            if (attempts.incrementAndGet() <= 2) {
                meet(bothHoldOne);
            }
            return tx.handle().execute(sql, second);
        }));
    }

    private boolean answers() {
        return open.database()
                .withHandle(handle ->
                        handle.createQuery("SELECT true").mapTo(Boolean.class).one());
    }

    private boolean refuses() {
        try {
            return !answers();
        } catch (Refusal e) {
            return true;
        }
    }

    private static void assertUnavailable(ThrowingCallable call) {
        long begun = System.nanoTime();
        assertThatThrownBy(call).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
            assertThat(refusal.code()).isEqualTo("database_unavailable");
            assertThat(refusal.retryAfter()).hasValueSatisfying(wait -> assertThat(wait)
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5)));
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    private static List<Integer> counters(TestDatabase database) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT value FROM counters ORDER BY id")
                .mapTo(Integer.class)
                .list());
    }

    private static Map<String, Integer> meet(CyclicBarrier barrier) {
        try {
            return Map.of("arrival", barrier.await(10, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
