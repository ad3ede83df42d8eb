package dev.gatehouse.backup;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.JarProcess.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A large database beside a service that is busy. {@code -Dbackup.users=1000000} is what docs/backup.md measures;
 * whatever is killed in between leaves nothing that looks whole.
 */
class BackupIT {
    private static final int USERS = Integer.getInteger("backup.users", 100_000);
    private static final Duration BACKUP_AT_MOST = Duration.ofSeconds(Integer.getInteger("backup.seconds", 60));
    private static final Duration RESTORE_AT_MOST =
            Duration.ofSeconds(Integer.getInteger("backup.restoreSeconds", 120));
    private static final int WRITERS = 2;

    private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void manyPeopleAreSavedWhileTheServiceWritesAndComeBackAsTheyWere() throws Exception {
        Path file = folder.resolve("backup.zip");
        try (JarProcess jar = new JarProcess().with("audit.sealEvery", "500ms").start();
                JarProcess fresh = new JarProcess()) {
            fill(database(jar), USERS);
            Writing writing = new Writing(signedIn(jar));
            JarProcess.await("some writes", () -> acknowledged.size() > 20);
            List<Long> before = List.copyOf(acknowledged);

            Duration backup = timed(() -> succeeds(jar.run("backup", file.toString(), "config.yml")));

            int during = acknowledged.size() - before.size();
            writing.stop();
            assertThat(during).as("writes that were acknowledged meanwhile").isPositive();
            Outcome verdict = jar.run("restore", "--verify", file.toString(), "config.yml");
            succeeds(verdict);
            assertThat(verdict.out()).contains("tables: equal", "audit chain: intact");

            fresh.with("masterKeyFile", jar.folder().resolve("master.key").toString());
            Duration restore = timed(() -> succeeds(fresh.run("restore", file.toString(), "config.yml")));
            fresh.with("sampleData", "false").start();
            Jdbi restored = database(fresh);
            for (long id : before) {
                assertThat(count(restored, "users WHERE id = " + id))
                        .as("user " + id)
                        .isEqualTo(1);
            }
            assertThat(count(restored, "users")).isGreaterThanOrEqualTo(USERS + before.size());
            assertNothingIsHalf(restored);
            assertThat(fresh.admin().post("/tasks/verify-audit", null).text()).contains("result: intact");
            System.out.printf(
                    "%,d users, %,d bytes: backup %.1f s (with %d writes meanwhile), restore %.1f s%n",
                    USERS, Files.size(file), backup.toMillis() / 1000.0, during, restore.toMillis() / 1000.0);
            assertThat(backup).isLessThan(BACKUP_AT_MOST);
            assertThat(restore).isLessThan(RESTORE_AT_MOST);
        }
    }

    @Test
    void whatIsKilledInTheMiddleLeavesNothingThatLooksWhole() throws Exception {
        Path file = folder.resolve("backup.zip");
        try (JarProcess jar = new JarProcess().start();
                JarProcess fresh = new JarProcess()) {
            fill(database(jar), 100_000);

            Process backup = jar.begin("backup", file.toString(), "config.yml");
            JarProcess.await("half a backup", () -> sizeOfPartial() > 50_000);
            backup.destroyForcibly().waitFor();

            assertThat(file).doesNotExist();
            JarProcess.await(
                    "the lock to be let go",
                    () -> jar.run("backup", file.toString(), "config.yml").exitCode() == 0);

            Process restore = fresh.begin("restore", file.toString(), "config.yml");
            JarProcess.await("half a restore", () -> isLoading(fresh));
            restore.destroyForcibly().waitFor();

            succeeds(fresh.run("restore", file.toString(), "config.yml"));
            fresh.with("masterKeyFile", jar.folder().resolve("master.key").toString());
            fresh.with("sampleData", "false").start();
            assertThat(count(database(fresh), "users")).isEqualTo(count(database(jar), "users"));
        }
    }

    /** The account, its role and the audit row were written together. */
    private static void assertNothingIsHalf(Jdbi restored) {
        String written = "users u WHERE email LIKE 'written%'";
        assertThat(count(restored, written + " AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id)"))
                .isZero();
        assertThat(count(restored, written + """
                 AND NOT EXISTS (SELECT 1 FROM audit_logs a WHERE a.action = 'user.created' AND a.target_id = u.id::text)
                """)).isZero();
        assertThat(count(restored, """
                audit_logs a WHERE a.action = 'user.created' AND a.actor_type = 'user'
                 AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id::text = a.target_id)
                """)).isZero();
    }

    private static void fill(Jdbi database, int users) {
        database.useTransaction(handle -> {
            // Triggers are for the changes of a service at work, and an index waits for none that is still due.
            handle.execute("SET LOCAL session_replication_role = replica");
            // Built at once it takes seconds, row by row minutes.
            String search = handle.createQuery("SELECT pg_get_indexdef('users_search'::regclass)")
                    .mapTo(String.class)
                    .one();
            handle.execute("DROP INDEX users_search");
            handle.execute("""
                    INSERT INTO users (email, first_name, middle_name, last_name, role_title, password_hash, is_approved,
                                       email_verified, created_at, updated_at)
                    SELECT 'person' || i || '@example.org', 'First' || i % 5000, NULL, 'Last' || i % 70000, 'Title' || i % 40,
                           '$argon2id$v=19$m=19456,t=2,p=1$' || md5(i::text) || '$' || md5(i::text || 'a') || md5(i::text || 'b'),
                           true, true, now() - i * interval '1 minute', now()
                      FROM generate_series(1, ?) AS i
                    """, users);
            handle.execute("""
                    INSERT INTO user_roles SELECT u.id, r.id FROM users u, roles r
                     WHERE u.email LIKE 'person%' AND r.name = 'user'
                    """);
            handle.execute(search);
        });
    }

    private static boolean isLoading(JarProcess jar) {
        try {
            return count(database(jar), "pg_stat_activity WHERE query LIKE 'COPY \"users\"%' AND state = 'active'") > 0;
        } catch (RuntimeException e) {
            return false; // not up yet
        }
    }

    private long sizeOfPartial() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".partial"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Jdbi database(JarProcess jar) {
        try {
            Path postgres = jar.folder().resolve("postgres");
            return Jdbi.create(
                    "jdbc:postgresql://127.0.0.1:"
                            + Files.readString(postgres.resolve("port")).strip() + "/gatehouse",
                    "gatehouse",
                    Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Jdbi database, String what) {
        return database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + what)
                .mapTo(Long.class)
                .one());
    }

    private static Api signedIn(JarProcess jar) {
        Answer tokens = jar.api()
                .post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                .hasStatus(200);
        return jar.api().withToken(tokens.string("access_token"));
    }

    private static void succeeds(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
    }

    private static Duration timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** People who are hired meanwhile. */
    private final class Writing {
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

        Writing(Api admin) {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> {
                    while (going.get()) {
                        acknowledged.add(admin.post(
                                        "/api/v1/users",
                                        Map.of(
                                                "email",
                                                "written" + number.incrementAndGet() + "@example.com",
                                                "first_name",
                                                "Meanwhile",
                                                "last_name",
                                                "Written",
                                                "role_names",
                                                List.of("user")))
                                .hasStatus(201)
                                .number("id"));
                    }
                });
            }
        }

        void stop() throws InterruptedException {
            going.set(false);
            writers.shutdown();
            assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
