package dev.gatehouse.limits;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import dev.gatehouse.testing.TestRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How often who may do what. */
@ExtendWith(GatehouseExtension.class)
class RateLimitTest {
    private static final Map<String, String> WRONG =
            Map.of("email", "nobody@example.com", "password", "it is not this");

    @Test
    @Tag("defect-9")
    void signInsOfAnAddressAreFewAndTheAnswerSaysWhatIsLeft(TestDatabase database) {
        try (Gatehouse gatehouse = Gatehouse.start(database, limited())) {
            for (int left = 4; left >= 0; left--) {
                Answer answer =
                        gatehouse.api().post("/api/v1/auth/login", WRONG).isProblem(401, "invalid_credentials");
                assertThat(answer.header("RateLimit")).startsWith("\"login-60\";r=" + left + ";t=");
                assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(left));
            }

            Answer refused = gatehouse.api().post("/api/v1/auth/login", WRONG).isProblem(429, "rate_limited");

            assertThat(refused.string("policy")).isEqualTo("login");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 120);
            assertThat(refused.header("RateLimit-Policy"))
                    .isEqualTo("\"login-60\";q=5;w=60, \"login-3600\";q=20;w=3600");
            assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("5");
            // The form is the same door.
            gatehouse
                    .api()
                    .postForm("/api/v1/auth/login", Map.of("username", "a@example.com", "password", "x"))
                    .isProblem(429, "rate_limited");
        }
    }

    @Test
    @Tag("defect-10")
    void everyOtherEndpointHasALimitTooAndProbesHaveNone(TestDatabase database) {
        Map<String, String> overrides = limited();
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides)) {
            Api api = gatehouse.api();
            List<Answer> answers = AtOnce.all(64, i -> api.get("/.well-known/jwks.json"));
            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(60);
            api.get("/api/v1/users").isProblem(429, "rate_limited");
            for (int i = 0; i < 100; i++) {
                api.get("/health/live").hasStatus(200);
            }
            assertThat(api.get("/health/ready").header("RateLimit")).isEmpty();
        }
    }

    @Test
    void whoIsNotLetInCountsAsNobody(TestDatabase database) {
        try (Gatehouse gatehouse = Gatehouse.start(database, limited())) {
            Api guesser = gatehouse.api().with("X-API-Key", "gh_guess");
            List<Answer> answers = AtOnce.all(70, i -> guesser.get("/api/v1/users/me"));

            assertThat(answers.stream().filter(answer -> answer.status() == 401))
                    .hasSize(60);
            assertThat(answers.stream().filter(answer -> answer.status() == 429))
                    .hasSize(10);
        }
    }

    @Test
    void aCallerIsCountedByHisAccountAndAKeyAlsoByItsOwnLimit(TestDatabase server) {
        TestDatabase database = server.another();
        Map<String, String> overrides = limited();
        overrides.put("limits.policies.callers.key", "CALLER");
        overrides.put("limits.policies.callers.quotas", "30/1m");
        overrides.put("limits.policies.login.key", "ADDRESS");
        overrides.put("limits.policies.login.quotas", "1000/1m");
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides)) {
            Given given = Given.on(database, gatehouse);
            Person one = given.personWith("users:read");
            Person other = given.personWith("users:read");
            String key = one.api()
                    .post(
                            "/api/v1/api-keys",
                            Map.of("name", "k", "permissions", List.of("users:read"), "requests_per_minute", 7))
                    .hasStatus(201)
                    .string("key");
            Api machine = gatehouse.api().with("X-API-Key", key);

            List<Answer> byKey = AtOnce.all(12, i -> machine.get("/api/v1/users/me"));
            assertThat(byKey.stream().filter(answer -> answer.status() == 200)).hasSize(7);

            List<Answer> byPerson = AtOnce.all(40, i -> one.api().get("/api/v1/users/me"));
            assertThat(byPerson.stream().filter(answer -> answer.status() == 200))
                    .hasSize(30 - 1 - 7);
            other.api().get("/api/v1/users/me").hasStatus(200);
        } finally {
            database.close();
        }
    }

    @Test
    @Tag("defect-11")
    void twoReplicasShareOneBudget(TestDatabase database) {
        try (TestRedis redis = new TestRedis().start()) {
            Map<String, String> overrides = limited();
            overrides.put("store.type", "redis");
            overrides.put("store.url", redis.url());
            overrides.put("replicas", "2");
            overrides.put("limits.policies.anonymous.key", "ADDRESS");
            overrides.put("limits.policies.anonymous.quotas", "200/10s");
            try (Gatehouse one = Gatehouse.start(database, overrides);
                    Gatehouse other = Gatehouse.start(database, overrides)) {
                List<Answer> answers = new ArrayList<>();
                for (int round = 0; round < 4; round++) {
                    answers.addAll(AtOnce.all(
                            100, i -> (i % 2 == 0 ? one : other).api().get("/.well-known/jwks.json")));
                }
                assertThat(answers.stream().filter(answer -> answer.status() == 200))
                        .hasSizeBetween(200, 202);

                redis.stop();
                Set<Integer> statuses =
                        AtOnce.all(40, i -> (i % 2 == 0 ? one : other).api().get("/.well-known/jwks.json")).stream()
                                .map(Answer::status)
                                .collect(Collectors.toSet());
                assertThat(statuses).isSubsetOf(200, 429);
                JarProcess.await(
                        "degraded health",
                        () -> one.admin().get("/healthcheck").text().contains("Redis does not answer"));
                one.api().get("/health/ready").hasStatus(200);
                redis.start();
                JarProcess.await(
                        "Redis", () -> !one.admin().get("/healthcheck").text().contains("Redis does not answer"));
            }
        }
    }

    @Test
    void aPolicyOrARouteThatDoesNotExistStopsTheBoot(TestDatabase database) {
        Map<String, String> route = limited();
        route.put("limits.policies.mine.key", "ADDRESS");
        route.put("limits.policies.mine.quotas", "1/1m");
        route.put("limits.policies.mine.routes", "POST /api/v1/user");
        assertThatThrownBy(() -> Gatehouse.start(database, route).close())
                .rootCause()
                .hasMessageContaining("POST /api/v1/user does not exist");
        Map<String, String> quota = limited();
        quota.put("limits.policies.login.key", "ADDRESS");
        quota.put("limits.policies.login.quotas", "many");
        assertThatThrownBy(() -> Gatehouse.start(database, quota).close())
                .rootCause()
                .hasMessageContaining("5/1m");
    }

    @Test
    void operatorsBindRoutesToPoliciesOfTheirOwn(TestDatabase server) {
        TestDatabase database = server.another();
        Map<String, String> overrides = limited();
        overrides.put("limits.policies.mine.key", "CALLER");
        overrides.put("limits.policies.mine.quotas", "2/1m");
        overrides.put("limits.policies.mine.routes", "GET /api/v1/roles");
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides)) {
            Person reader = Given.on(database, gatehouse).personWith("roles:read");
            reader.api().get("/api/v1/roles").hasStatus(200);
            reader.api().get("/api/v1/roles").hasStatus(200);
            assertThat(reader.api()
                            .get("/api/v1/roles")
                            .isProblem(429, "rate_limited")
                            .string("policy"))
                    .isEqualTo("mine");
            reader.api().get("/api/v1/users/me").hasStatus(200);
        } finally {
            database.close();
        }
    }

    private static Map<String, String> limited() {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("limits.enabled", "true");
        return overrides;
    }
}
