package dev.gatehouse.replicas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.Load;
import dev.gatehouse.testing.Production;
import dev.gatehouse.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two jars on one PostgreSQL and one Redis, as in production, are one service to everybody who uses them. */
@Tag("promise-4")
class ReplicasIT {
    private static final int ROUNDS = Integer.getInteger("replicas.rounds", 20);
    private static final long PROMISED_MILLISECONDS = 1_000;

    /** As {@code AdvisoryLock} numbers them. */
    private static final long LOCKS = 0x6761_7465_0000_0000L;

    private static final long SEALING = LOCKS + 4;
    private static final long PURGING = LOCKS + 6;

    private static Production production;
    private static Jdbi jdbi;
    private static Given given;
    private static Person admin;

    @BeforeAll
    static void start() {
        production = Production.start(
                "replicas",
                2,
                Map.of(
                        "audit.sealEvery", "200ms",
                        "limits.policies.login.key", "ADDRESS",
                        "limits.policies.login.quotas", "100000/1m",
                        "limits.policies.refresh.key", "ADDRESS",
                        "limits.policies.refresh.quotas", "100000/1m",
                        "limits.policies.lists.key", "CALLER",
                        "limits.policies.lists.quotas", "500/10s",
                        "limits.policies.lists.routes", "GET /api/v1/permissions"));
        jdbi = production.jdbi();
        given = production.given();
        admin = given.admin();
    }

    @AfterAll
    static void stop() {
        production.close();
    }

    @Test
    @Tag("defect-11")
    void oneQuotaIsSharedHoweverManyClientsAsk() throws Exception {
        Person reader = given.personWith("permissions:read");
        Samples samples;
        try (Load load = new Load()) {
            for (JarProcess replica : production.replicas()) {
                Api api = replica.api().withToken(reader.accessToken());
                load.with("list", 16, Duration.ofMillis(1), () -> api.get("/api/v1/permissions"));
            }
            load.start();
            Thread.sleep(9_000);
            samples = load.stop();
        }
        long passed = samples.count(Load.Sample::succeeded);
        assertThat(samples.count(sample -> sample.status() != 200 && sample.status() != 429))
                .isZero();
        assertThat(samples.count(sample -> sample.status() == 429)).isPositive();
        assertThat(passed).isBetween(500L, 505L);
        System.out.printf(
                "one quota of 500 in 10 s for two replicas: 32 clients asked %d times, %d passed%n",
                samples.count(), passed);
    }

    @Test
    void aSessionLivesOnBothAndEndsOnBoth() {
        long latest = 0;
        for (int round = 0; round < ROUNDS; round++) {
            JarProcess here = production.replica(round);
            JarProcess there = production.replica(round + 1);
            Person person = given.user().signedIn();
            assertThat(me(there, person)).isEqualTo(200);
            String second = there.api()
                    .post("/api/v1/auth/refresh", Map.of("refresh_token", person.refreshToken()))
                    .hasStatus(200)
                    .string("refresh_token");
            here.api()
                    .post("/api/v1/auth/logout", Map.of("refresh_token", second))
                    .hasStatus(200);
            assertThat(me(here, person)).isEqualTo(401);
            latest = Math.max(latest, believed(() -> me(there, person) == 401));
            there.api()
                    .post("/api/v1/auth/refresh", Map.of("refresh_token", second))
                    .isProblem(401, "invalid_refresh_token");
        }
        System.out.printf("logout on one replica: on the other after at most %d ms, %d times%n", latest, ROUNDS);
    }

    @Test
    void whatIsTakenAwayOnOneIsGoneOnTheOther() {
        long latest = 0;
        long role = given.role("temporary", "permissions:read");
        for (int round = 0; round < ROUNDS; round++) {
            Api here = production.replica(round).api().withToken(admin.accessToken());
            JarProcess there = production.replica(round + 1);
            Person person = given.user().withRole("temporary").signedIn();
            Api theirs = there.api().withToken(person.accessToken());
            assertThat(theirs.get("/api/v1/roles").status()).isEqualTo(403);
            assertThat(me(there, person)).isEqualTo(200);

            here.patch("/api/v1/roles/" + role, Map.of("permission_names", List.of("roles:read")))
                    .hasStatus(200);
            latest = Math.max(latest, believed(() -> theirs.get("/api/v1/roles").status() == 200));
            here.patch("/api/v1/users/" + person.id(), Map.of("role_names", List.of()))
                    .hasStatus(200);
            latest = Math.max(latest, believed(() -> theirs.get("/api/v1/roles").status() == 403));
            here.patch("/api/v1/users/" + person.id(), Map.of("is_active", false))
                    .hasStatus(200);
            latest = Math.max(latest, believed(() -> me(there, person) == 401));
            here.patch("/api/v1/roles/" + role, Map.of("permission_names", List.of("permissions:read")))
                    .hasStatus(200);
        }
        System.out.printf(
                "permission, role, account: on the other replica after at most %d ms, %d times%n", latest, ROUNDS);
    }

    /** Whatever is cached, in the process or in Redis: what was read before the change is not read after it. */
    @Test
    void whatOneHasCachedTheOtherCanChange() {
        for (int round = 0; round < ROUNDS; round++) {
            Api here = production.replica(round).api().withToken(admin.accessToken());
            Api there = production.replica(round + 1).api().withToken(admin.accessToken());
            String name = "cached" + round;
            long id = here.post("/api/v1/roles", Map.of("name", name))
                    .hasStatus(201)
                    .number("id");
            String user = "/api/v1/users/"
                    + here.post(
                                    "/api/v1/users",
                                    Map.of("email", name + "@example.com", "first_name", "Old", "last_name", "Name"))
                            .hasStatus(201)
                            .number("id");
            Answer list = there.get("/api/v1/roles?limit=1000").hasStatus(200);
            assertThat(list.each("name")).contains(name);
            Answer one = there.get(user).hasStatus(200);
            assertThat(one.string("first_name")).isEqualTo("Old");

            here.patch("/api/v1/roles/" + id, Map.of("name", name + "b")).hasStatus(200);
            here.patch(user, Map.of("first_name", "New")).hasStatus(200);

            Api conditional = there.with("If-None-Match", tagOf(list));
            assertThat(conditional
                            .get("/api/v1/roles?limit=1000")
                            .hasStatus(200)
                            .each("name"))
                    .contains(name + "b")
                    .doesNotContain(name);
            assertThat(there.with("If-None-Match", tagOf(one))
                            .get(user)
                            .hasStatus(200)
                            .string("first_name"))
                    .isEqualTo("New");
        }
    }

    @Test
    void aRequestThatIsSentToBothHappensOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            String key = UUID.randomUUID().toString();
            String email = "once" + round + "@example.com";
            Map<String, String> body = Map.of("email", email, "first_name", "On", "last_name", "Ce");
            List<Answer> answers = AtOnce.all(6, i -> production
                    .replica(i)
                    .api()
                    .withToken(admin.accessToken())
                    .with("Idempotency-Key", key)
                    .post("/api/v1/users", body));

            assertThat(answers).extracting(Answer::status).containsAnyOf(201).isSubsetOf(201, 409);
            assertThat(answers.stream().filter(answer -> answer.status() == 409))
                    .allMatch(answer -> answer.string("code").equals("idempotency_key_in_progress"));
            Set<String> texts = answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .map(Answer::text)
                    .collect(Collectors.toSet());
            assertThat(texts).hasSize(1);
            for (JarProcess replica : production.replicas()) {
                Answer again = replica.api()
                        .withToken(admin.accessToken())
                        .with("Idempotency-Key", key)
                        .post("/api/v1/users", body)
                        .hasStatus(201);
                assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
                assertThat(texts).containsExactly(again.text());
            }
        }
    }

    @Test
    void aNewSigningKeyIsKnownToBothAtOnceAndTheOldOneIsNotForgotten() {
        for (int round = 0; round < 5; round++) {
            JarProcess here = production.replica(round);
            JarProcess there = production.replica(round + 1);
            Person before = given.user().signedIn();
            here.admin().post("/tasks/rotate-signing-keys?now=true", null).hasStatus(200);

            Answer signedIn = here.api()
                    .post("/api/v1/auth/login", Map.of("email", before.email(), "password", Given.PASSWORD))
                    .hasStatus(200);
            String token = signedIn.string("access_token");
            assertThat(kid(token)).isNotEqualTo(kid(before.accessToken()));
            there.api().withToken(token).get("/api/v1/users/me").hasStatus(200);
            assertThat(me(there, before)).isEqualTo(200);
            believed(() -> kids(there).contains(kid(token)));
            assertThat(kids(here)).isEqualTo(kids(there));
        }
    }

    @Test
    void noLetterIsSentTwiceAndNoneIsForgotten() {
        int letters = 200;
        int before = production.smtp().messages().size();
        AtOnce.all(20, i -> {
            for (int n = 0; n < letters / 20; n++) {
                production
                        .replica(i + n)
                        .admin()
                        .post("/tasks/send-test-mail?to=letter" + (i * letters / 20 + n) + "%40example.com", null)
                        .hasStatus(200);
            }
            return null;
        });
        JarProcess.await("all letters", () -> waiting() == 0);
        List<String> recipients = production.smtp().recipients().stream()
                .filter(recipient -> recipient.startsWith("letter"))
                .toList();
        assertThat(recipients).hasSize(letters).doesNotHaveDuplicates();
        assertThat(production.smtp().messages().size()).isGreaterThanOrEqualTo(before + letters);
    }

    @Test
    @Tag("promise-6")
    void oneSealsAtATimeAndTheChainIsOne() {
        try (Handle handle = jdbi.open()) {
            handle.begin();
            handle.execute("SELECT pg_advisory_xact_lock(?)", SEALING);
            production.replicas().forEach(replica -> assertThat(
                            replica.admin().post("/tasks/seal-audit", null).text())
                    .contains("sealed rows: 0"));
            handle.rollback();
        }
        AtOnce.all(16, i -> {
            for (int n = 0; n < 10; n++) {
                production.replica(i).admin().post("/tasks/seal-audit", null).hasStatus(200);
            }
            return null;
        });
        JarProcess.await("everything to be sealed", () -> production
                .replica(0)
                .admin()
                .post("/tasks/seal-audit", null)
                .text()
                .contains("unsealed rows: 0"));
        assertThat(production
                        .replica(1)
                        .admin()
                        .post("/tasks/verify-audit", null)
                        .text())
                .containsIgnoringCase("intact");
        List<Long> numbers = jdbi.withHandle(handle -> handle.createQuery("SELECT no FROM audit_seals ORDER BY no")
                .mapTo(Long.class)
                .list());
        assertThat(numbers).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(numbers.get(numbers.size() - 1)).isEqualTo(numbers.size());
    }

    @Test
    void onePurgesAtATime() {
        expiredKeys(2_500);
        try (Handle handle = jdbi.open()) {
            handle.begin();
            handle.execute("SELECT pg_advisory_xact_lock(?)", PURGING);
            production.replicas().forEach(replica -> assertThat(
                            replica.admin().post("/tasks/purge-expired", null).text())
                    .contains("idempotency keys: 0"));
            assertThat(expiredKeys()).isEqualTo(2_500);
            handle.rollback();
        }
        AtOnce.all(8, i -> production
                .replica(i)
                .admin()
                .post("/tasks/purge-expired", null)
                .hasStatus(200));
        production.replica(0).admin().post("/tasks/purge-expired", null).hasStatus(200);
        assertThat(expiredKeys()).isZero();
    }

    private static void expiredKeys(int count) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO idempotency_keys (scope, key, fingerprint, created_at)
                SELECT 'old', 'k' || i, ''::bytea, now() - interval '3 days' FROM generate_series(1, ?) AS i
                """, count));
    }

    private static int expiredKeys() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM idempotency_keys WHERE scope = 'old'")
                .mapTo(Integer.class)
                .one());
    }

    private static int waiting() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM mail_outbox WHERE state IN ('pending', 'sending')")
                        .mapTo(Integer.class)
                        .one());
    }

    private static int me(JarProcess replica, Person person) {
        return replica.api()
                .withToken(person.accessToken())
                .get("/api/v1/users/me")
                .status();
    }

    /** What matters is when it was asked: a slow machine must not pass for a slow notification. */
    private static long believed(BooleanSupplier fact) {
        long begun = System.nanoTime();
        while (true) {
            long asked = (System.nanoTime() - begun) / 1_000_000;
            if (fact.getAsBoolean()) {
                return asked;
            }
            assertThat(asked).as("milliseconds until the other replica knew").isLessThan(PROMISED_MILLISECONDS);
        }
    }

    private static String tagOf(Answer answer) {
        String tag = answer.header("ETag");
        return tag.isEmpty() ? "\"none\"" : tag;
    }

    private static String kid(String token) {
        String header = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        return header.replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1");
    }

    private static Set<String> kids(JarProcess replica) {
        Set<String> kids = new HashSet<>();
        JsonNode keys = replica.api()
                .get("/.well-known/jwks.json")
                .hasStatus(200)
                .json()
                .path("keys");
        keys.forEach(key -> kids.add(key.path("kid").asText()));
        return kids;
    }
}
