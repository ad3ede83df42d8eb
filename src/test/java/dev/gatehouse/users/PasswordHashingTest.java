package dev.gatehouse.users;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.sessions.Replicas;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** What checking a password costs, whom, and that the hashes of the original still open the door. */
@ExtendWith({GatehouseExtension.class, Replicas.Extension.class})
class PasswordHashingTest {
    private static final String LOGIN = "/api/v1/auth/login";
    /** Of config-test.yml. */
    private static final String CURRENT = "$argon2id$v=19$m=256,t=1,p=1$";

    private Evidence evidence;

    @BeforeEach
    void lookBehindTheScenes(TestDatabase database) {
        evidence = new Evidence(database);
    }

    private static String hash(int kibibytes, int iterations, int lanes) {
        return Argon2Factory.createAdvanced(Argon2Types.ARGON2id)
                .hash(iterations, kibibytes, lanes, PASSWORD.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer signIn(Api api, String email, String password) {
        return api.post(LOGIN, Map.of("email", email, "password", password));
    }

    private String storedHash(String email) {
        return evidence.text("SELECT password_hash FROM users WHERE email = ?", email);
    }

    @Test
    void aHashThatPasslibMadeOpensTheDoorAndIsReplaced(Api api, Given given) {
        String passlib = hash(65_536, 3, 4);
        assertThat(passlib).startsWith("$argon2id$v=19$m=65536,t=3,p=4$");
        given.user("ann@example.com").withHash(passlib).exists();

        signIn(api, "ann@example.com", "wrong password").isProblem(401, "invalid_credentials");
        assertThat(storedHash("ann@example.com")).isEqualTo(passlib);
        signIn(api, "ann@example.com", PASSWORD).hasStatus(200);

        assertThat(storedHash("ann@example.com")).startsWith(CURRENT);
        signIn(api, "ann@example.com", PASSWORD).hasStatus(200);
        assertThat(evidence.count("""
                SELECT count(*) FROM audit_logs
                 WHERE action = 'session.started' AND (details->>'password_rehashed')::boolean
                """)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"512, 1, 1", "256, 2, 1", "256, 1, 2"})
    void aHashOfOtherParametersIsReplacedAtSignIn(int kibibytes, int iterations, int lanes, Api api, Given given) {
        given.user("ann@example.com")
                .withHash(hash(kibibytes, iterations, lanes))
                .exists();

        signIn(api, "ann@example.com", PASSWORD).hasStatus(200);

        String replaced = storedHash("ann@example.com");
        assertThat(replaced).startsWith(CURRENT);
        signIn(api, "ann@example.com", PASSWORD).hasStatus(200);
        assertThat(storedHash("ann@example.com")).isEqualTo(replaced);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "$argon2id$v=19$m=256,t=1,p=1$AAAA", "$2b$12$abcdefghijklmnopqrstuv"})
    void aHashThatNobodyCanReadIsARefusalAndNoError(String hash, Api api, Given given) {
        given.user("ann@example.com").withHash(hash).exists();

        signIn(api, "ann@example.com", PASSWORD).isProblem(401, "invalid_credentials");
    }

    @Test
    @Tag("defect-22")
    @Tag("promise-12")
    void whoeverIsNotThereCostsAsMuchAsWhoeverIs(Gatehouse gatehouse, Api api, Given given) {
        given.user("ann@example.com").exists();
        given.user("invited@example.com").withHash(null).exists();
        given.user("gone@example.com").inactive().exists();
        for (String email : List.of(
                "ann@example.com", "nobody@example.com", "invited@example.com", "gone@example.com", "not an address")) {
            long before = Evidence.argon2Executions(gatehouse);

            signIn(api, email, "wrong password").isProblem(401, "invalid_credentials");

            assertThat(Evidence.argon2Executions(gatehouse) - before).as(email).isEqualTo(1);
        }
    }

    @Test
    @Tag("defect-22")
    @Tag("promise-12")
    void whoeverIsNotThereTakesAsLongAsWhoeverIs(Given given, Replicas replicas, TestDatabase database) {
        Api api = replicas.withCostlyPasswords(database).api();
        given.user("ann@example.com").withHash(hash(19 * 1024, 2, 1)).exists();
        signIn(api, "ann@example.com", "wrong password").hasStatus(401);
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();

        for (int i = 0; i < 11; i++) {
            known.add(nanos(() -> signIn(api, "ann@example.com", "wrong password")));
            unknown.add(nanos(() -> signIn(api, "nobody@example.com", "wrong password")));
        }

        // The original took 45 times as long for a known address.
        double ratio = (double) median(known) / median(unknown);
        assertThat(ratio).isBetween(0.4, 2.5);
    }

    @Test
    @Tag("defect-28")
    void aPasswordBeyond128CodePointsIsRefusedUnhashed(Gatehouse gatehouse, Api api, Given given) {
        given.user("ann@example.com").exists();
        long before = Evidence.argon2Executions(gatehouse);

        signIn(api, "ann@example.com", "x".repeat(129)).isProblem(401, "invalid_credentials");
        signIn(api, "nobody@example.com", "x".repeat(129)).isProblem(401, "invalid_credentials");
        signIn(api, "ann@example.com", "x".repeat(250_000)).isProblem(401, "invalid_credentials");
        assertThat(Evidence.argon2Executions(gatehouse)).isEqualTo(before);

        // 128 characters outside the basic plane are 256 chars and 512 bytes, and no more than 128 code points.
        signIn(api, "ann@example.com", "\ud83d\ude00".repeat(128)).isProblem(401, "invalid_credentials");
        assertThat(Evidence.argon2Executions(gatehouse)).isEqualTo(before + 1);
    }

    @Test
    @Tag("defect-16")
    @Tag("promise-10")
    void whileManySignInOthersAreServedAndTheRestIsToldToComeBack(Given given, Replicas replicas, TestDatabase database)
            throws Exception {
        Api api = replicas.withCostlyPasswords(database).api();
        given.user("ann@example.com").withHash(hash(19 * 1024, 2, 1)).exists();
        Api ann = api.withToken(signIn(api, "ann@example.com", PASSWORD).string("access_token"));
        int clients = 24;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<List<Answer>>> signIns = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                signIns.add(threads.submit(() -> manySignIns(api)));
            }
            List<Long> live = new ArrayList<>();
            List<Long> me = new ArrayList<>();
            while (signIns.stream().anyMatch(signIn -> !signIn.isDone())) {
                live.add(nanos(() -> api.get("/health/live").hasStatus(200)));
                me.add(nanos(() -> ann.get("/api/v1/users/me").hasStatus(200)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<List<Answer>> signIn : signIns) {
                answers.addAll(signIn.get());
            }
            assertThat(answers).extracting(Answer::status).containsOnly(200, 503);
            answers.stream().filter(answer -> answer.status() == 503).forEach(answer -> {
                answer.isProblem(503, "overloaded");
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 5);
            });
            // The original answered after 8.4 seconds.
            assertThat(Duration.ofNanos(median(live))).isLessThan(Duration.ofMillis(500));
            assertThat(Duration.ofNanos(median(me))).isLessThan(Duration.ofMillis(500));
            assertThat(Duration.ofNanos(Collections.max(live))).isLessThan(Duration.ofSeconds(3));
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Answer> manySignIns(Api api) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(signIn(api, "ann@example.com", PASSWORD));
        }
        return answers;
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> samples) {
        long[] sorted = samples.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
