package dev.gatehouse.faults;

import dev.gatehouse.faults.Outcome.Effect;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.Load;
import dev.gatehouse.testing.Production;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code make faults}: a small production under load, and everything it depends on is stopped, killed and paused.
 * Whoever asks meanwhile is told the truth soon; afterwards everything is as before, by itself, and nothing is lost.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("promise-7")
@Tag("promise-8")
@Tag("promise-9")
class FaultsIT {
    private static final int DISK_MEBIBYTES = 320;
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("faults.seconds", 10));
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration BREATH = Duration.ofMillis(50);
    private static final double SLOWER = 1.5;
    private static final List<Outcome> OUTCOMES = new ArrayList<>();
    private static final Set<String> ADDRESSEES = new HashSet<>();

    private static Production production;
    private static Scene scene;

    @BeforeAll
    static void start() {
        production = Production.start("faults", 2, Map.of());
        Person admin = production.given().admin();
        scene = new Scene(production.replicas(), production::jdbi, admin.email(), Given.PASSWORD);
    }

    @AfterAll
    static void stop() {
        Outcome.print(OUTCOMES);
        if (production != null) {
            production.close();
        }
    }

    @Test
    @Order(1)
    void postgresqlIsStoppedAndStarted() throws Exception {
        Outcome outcome =
                under("PostgreSQL stopped, started", production.postgres()::stop, OUTAGE, production.postgres()::start);
        assertThat(outcome.complaints(Effect.DATABASE_IS_AWAY)).isEmpty();
    }

    @Test
    @Order(2)
    void postgresqlIsKilledAndStarted() throws Exception {
        Outcome outcome =
                under("PostgreSQL killed, started", production.postgres()::kill, SHORT, production.postgres()::start);
        assertThat(outcome.complaints(Effect.DATABASE_IS_AWAY)).isEmpty();
    }

    @Test
    @Order(3)
    void postgresqlStandsStillAndGoesOn() throws Exception {
        Outcome outcome = under(
                "PostgreSQL paused, resumed", production.postgres()::pause, OUTAGE, production.postgres()::resume);
        assertThat(outcome.complaints(Effect.DATABASE_IS_AWAY)).isEmpty();
    }

    /** Connections that are open go on; nobody gets a new one. */
    @Test
    @Order(4)
    void postgresqlHasNoConnectionLeft() throws Exception {
        List<Connection> all = new ArrayList<>();
        Outcome outcome = under(
                "PostgreSQL has no connection left", () -> takeAll(all), SHORT, () -> all.forEach(FaultsIT::close));
        assertThat(outcome.complaints(Effect.NOBODY_NOTICES)).isEmpty();
    }

    @Test
    @Order(5)
    void redisIsStoppedAndStarted() throws Exception {
        assertThat(under("Redis stopped, started", production.redis()::stop, SHORT, production.redis()::start)
                        .complaints(Effect.NOBODY_NOTICES))
                .isEmpty();
    }

    @Test
    @Order(6)
    void redisIsKilledAndStarted() throws Exception {
        assertThat(under("Redis killed, started", production.redis()::kill, SHORT, production.redis()::start)
                        .complaints(Effect.NOBODY_NOTICES))
                .isEmpty();
    }

    @Test
    @Order(7)
    void redisStandsStillAndGoesOn() throws Exception {
        assertThat(under("Redis paused, resumed", production.redis()::pause, SHORT, production.redis()::resume)
                        .complaints(Effect.NOBODY_NOTICES))
                .isEmpty();
    }

    @Test
    @Order(8)
    void theMailServerIsStoppedAndStarted() throws Exception {
        assertThat(under("SMTP stopped, started", production.smtp()::off, SHORT, production.smtp()::on)
                        .complaints(Effect.NOBODY_NOTICES))
                .isEmpty();
    }

    /** In the middle of whatever it was being told. */
    @Test
    @Order(9)
    void theMailServerIsCutOffAndComesBack() throws Exception {
        assertThat(under("SMTP cut off, back", production.mailCable()::pull, SHORT, production.mailCable()::mend)
                        .complaints(Effect.NOBODY_NOTICES))
                .isEmpty();
    }

    @Test
    @Order(10)
    void theMailServerFallsSilentAndGoesOn() throws Exception {
        assertThat(under("SMTP silent, goes on", production.mailCable()::block, SHORT, production.mailCable()::mend)
                        .complaints(Effect.NOBODY_NOTICES))
                .isEmpty();
    }

    @Test
    @Order(11)
    void everyLetterOfAnAcknowledgedWriteHasArrived() {
        Set<String> missing = new HashSet<>(ADDRESSEES);
        assertThat(missing).isNotEmpty();
        try {
            JarProcess.await("the last letters", () -> {
                production.smtp().recipients().forEach(missing::remove);
                return missing.isEmpty();
            });
        } catch (IllegalStateException e) {
            throw new AssertionError(missing.size() + " of " + ADDRESSEES.size() + " are missing: " + outbox(), e);
        }
    }

    private static List<Map<String, Object>> outbox() {
        return production
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT state, count(*), min(due_at - now())::text AS due, max(attempts) AS attempts, min(last_error) AS error
                          FROM mail_outbox GROUP BY state""").mapToMap().list());
    }

    /** Wrong passwords from one address: never more than the quota, whether Redis is there or not. */
    @Test
    @Order(12)
    @Tag("defect-11")
    void signInsStayFewWhileRedisIsGone() throws Exception {
        for (int i = 0; i < 10; i++) {
            guess(i, "203.0.113.1");
        }
        production.redis().kill();
        try {
            List<Integer> used = new ArrayList<>();
            List<Integer> fresh = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                used.add(guess(i, "203.0.113.1"));
                fresh.add(guess(i, "203.0.113.2"));
            }
            assertThat(used).containsOnly(429);
            assertThat(fresh).containsOnly(401, 429);
            assertThat(fresh.stream().filter(status -> status == 401)).hasSizeBetween(1, 5);
            System.out.printf(
                    "Redis killed: of 40 guesses from a new address %d were looked at, from one that had used its quota 0%n",
                    fresh.stream().filter(status -> status == 401).count());
        } finally {
            production.redis().start();
        }
    }

    @Test
    @Order(13)
    void withoutRedisNobodyIsMuchSlower() throws Exception {
        double best = Double.MAX_VALUE;
        Traffic traffic = scene.traffic();
        for (int round = 0; round < 6 && best > SLOWER; round++) {
            try (Load load = traffic.into(new Ledger()).start()) {
                Thread.sleep(Scene.CALM.toMillis());
                long killed = System.nanoTime();
                Duration with = load.samples().of("me").percentile(0.99);
                production.redis().kill();
                Thread.sleep(1_000);
                long open = System.nanoTime();
                Thread.sleep(Scene.CALM.toMillis());
                Duration without = load.samples().of("me").since(open).percentile(0.99);
                production.redis().start();
                best = Math.min(best, (double) without.toNanos() / with.toNanos());
                System.out.printf(
                        "p99 of GET /users/me with Redis %.1f ms, without %.1f ms (breaker open after less than %d ms)%n",
                        with.toNanos() / 1e6, without.toNanos() / 1e6, (open - killed) / 1_000_000);
            }
            JarProcess.await("Redis", () -> production.replicas().stream()
                    .noneMatch(replica ->
                            replica.admin().get("/healthcheck").text().contains("Redis does not answer")));
        }
        assertThat(best).isLessThanOrEqualTo(SLOWER);
    }

    /** Three connections, all of which wait for a lock, and a crowd that waits for a connection. */
    @Test
    @Order(14)
    void aPoolThatIsExhaustedIsWaitedForAndNotForLong() throws Exception {
        JarProcess narrow = production.another(
                Map.of("database.pool.minSize", "2", "database.pool.maxSize", "3", "database.pool.maxWait", "4s"));
        Scene crowd = new Scene(List.of(narrow), scene.database(), scene.email(), scene.password());
        Traffic traffic = crowd.traffic();
        try (Handle lock = production.jdbi().open();
                Load pressing = new Load()
                        .with("list", 20, BREATH, () -> traffic.admin().get("/api/v1/users?limit=5"))
                        .start()) {
            Outcome outcome = under(
                    crowd,
                    "pool exhausted",
                    () -> {
                        lock.begin();
                        lock.execute("LOCK TABLE users IN SHARE MODE");
                    },
                    SHORT,
                    lock::rollback);
            assertThat(pressing.stop().dishonest()).isEmpty();
            assertThat(outcome.samples().dishonest()).isEmpty();
            assertThat(outcome.lost()).isZero();
            assertThat(outcome.probes().alwaysAlive()).isTrue();
            assertThat(pressing.samples().longest()).isLessThanOrEqualTo(Outcome.LONGEST);
        } finally {
            narrow.kill();
        }
    }

    /** Everything that is kept lies on it: the database, the mail, the log. Reads go on where they can. */
    @Test
    @Order(15)
    void theDiskIsFullAndThenItIsNot() throws Exception {
        onASmallDisk((disk, where) -> under(where, "disk full", disk::fill, OUTAGE, disk::free));
    }

    /** Where PostgreSQL cannot write its journal it ends, and is started again by whoever runs it: the service. */
    @Test
    @Order(16)
    void theDiskIsFullToTheLastPageOfTheJournal() throws Exception {
        onASmallDisk((disk, where) -> under(
                where,
                "disk full, no journal",
                () -> {
                    disk.fill();
                    useUpTheJournal(where.database().get());
                },
                OUTAGE,
                disk::free));
    }

    /** What is done to a service that lies on a disk of its own. */
    private interface Mishap {
        Outcome on(SmallDisk disk, Scene where) throws Exception;
    }

    private static void onASmallDisk(Mishap mishap) throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(DISK_MEBIBYTES);
        assumeTrue(mounted.isPresent(), "only root can mount a small disk: run `make faults` as root for this one");
        try (SmallDisk disk = mounted.get();
                JarProcess jar = new JarProcess(disk.folder("data"))
                        .with("http.trustedProxies", "127.0.0.0/8")
                        .start()) {
            Scene where = new Scene(List.of(jar), jar::jdbi, "admin@example.com", "Admin123!");
            Outcome outcome;
            try {
                outcome = mishap.on(disk, where);
            } finally {
                disk.free();
            }
            assertThat(outcome.complaints(Effect.PARTLY)).isEmpty();
            assertThat(outcome.samples().count(sample -> sample.status() == 503))
                    .isPositive();
        }
    }

    private static void useUpTheJournal(Jdbi jdbi) {
        try {
            for (int segment = 0; segment < 40; segment++) {
                jdbi.useHandle(
                        handle -> handle.execute("SELECT pg_logical_emit_message(true, 'x', 'x'), pg_switch_wal()"));
            }
        } catch (JdbiException e) {
            // There is none left.
            return;
        }
    }

    private static int guess(int replica, String address) {
        Answer answer = production
                .replica(replica)
                .api()
                .with("X-Forwarded-For", address)
                .post("/api/v1/auth/login", Map.of("email", "nobody@example.com", "password", "it is not this one"));
        return answer.status();
    }

    private static Outcome under(String fault, Runnable begin, Duration lasting, Runnable mend) throws Exception {
        return under(scene, fault, begin, lasting, mend);
    }

    private static Outcome under(Scene where, String fault, Runnable begin, Duration lasting, Runnable mend)
            throws Exception {
        Ledger ledger = new Ledger();
        Outcome outcome = where.under(fault, ledger, begin, lasting, mend);
        OUTCOMES.add(outcome);
        if (where.equals(scene)) {
            ADDRESSEES.addAll(ledger.addressees());
        }
        return outcome;
    }

    private static void takeAll(List<Connection> taken) {
        try {
            while (taken.size() < 200) {
                taken.add(DriverManager.getConnection(
                        production.postgres().url(),
                        production.postgres().user(),
                        production.postgres().password()));
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("53300");
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
