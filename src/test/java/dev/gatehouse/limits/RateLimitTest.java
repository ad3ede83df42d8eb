package dev.gatehouse.limits;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.access.Anonymous;
import dev.gatehouse.store.MemoryStoreConfig;
import dev.gatehouse.store.StoreModule;
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
import io.dropwizard.jersey.validation.Validators;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * How often who may do what. Two replicas share a Redis and believe what a proxy says of addresses, so that every test
 * comes from addresses of its own.
 */
@ExtendWith(GatehouseExtension.class)
class RateLimitTest {
    private static final Map<String, String> WRONG =
            Map.of("email", "nobody@example.com", "password", "it is not this");
    private static final String KEYS = "/.well-known/jwks.json";
    private static final int SECONDS = Integer.getInteger("test.budgetSeconds", 10);
    private static final int QUOTA = 30 * SECONDS;
    private static final AtomicInteger ADDRESS = new AtomicInteger();

    private static TestRedis redis;
    private static Gatehouse one;
    private static Gatehouse other;

    @BeforeAll
    static void startTwoReplicas(TestDatabase database) {
        redis = new TestRedis().start();
        Map<String, String> overrides = new HashMap<>(Map.of(
                "limits.enabled", "true",
                "store.type", "redis",
                "store.url", redis.url(),
                "replicas", "2",
                "http.trustedProxies", "127.0.0.0/8"));
        policy(overrides, "callers", "CALLER", "30/1m", null);
        policy(overrides, "mine", "CALLER", "2/1m", "GET /api/v1/roles");
        policy(overrides, "here", "CALLER_AT_ADDRESS", "2/1m", "GET /api/v1/permissions");
        policy(overrides, "shared", "ADDRESS", "200/1m", "GET /.well-known/oauth-authorization-server");
        policy(overrides, "steady", "ADDRESS", QUOTA + "/" + SECONDS + "s", "GET /undo-email-change");
        policy(overrides, "open", "ADDRESS", "1/1m", "GET /verify-email");
        overrides.put("limits.policies.open.whenStoreIsAway", "OPEN");
        policy(overrides, "closed", "ADDRESS", "1/1m", "GET /set-password");
        overrides.put("limits.policies.closed.whenStoreIsAway", "CLOSED");
        one = Gatehouse.start(database, overrides);
        other = Gatehouse.start(database, overrides);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    @Test
    @Tag("defect-9")
    @Tag("defect-10")
    void signInsOfAnAddressAreFewAndTheAnswerSaysWhatIsLeft() {
        Api stranger = from(one, address()).with("Origin", "https://app.example.com");
        for (int left = 4; left >= 0; left--) {
            Answer answer = stranger.post("/api/v1/auth/login", WRONG).isProblem(401, "invalid_credentials");
            assertThat(answer.header("RateLimit")).startsWith("\"login-60\";r=" + left + ";t=");
            assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(left));
        }

        Answer refused = stranger.post("/api/v1/auth/login", WRONG).isProblem(429, "rate_limited");

        assertThat(refused.string("policy")).isEqualTo("login");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 120);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"login-60\";q=5;w=60, \"login-3600\";q=20;w=3600");
        assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("5");
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        // The form is the same door.
        stranger.postForm("/api/v1/auth/login", Map.of("username", "a@example.com", "password", "x"))
                .isProblem(429, "rate_limited");
    }

    @Test
    @Tag("defect-11")
    void everyOtherEndpointHasALimitTooOfItsOwnAndProbesHaveNone() {
        Api stranger = from(one, address());
        List<Answer> answers = AtOnce.all(64, i -> stranger.get(KEYS));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(60);
        stranger.get("/api/v1/users").isProblem(429, "rate_limited");
        // Who has looked at too many pages may still sign in.
        stranger.post("/api/v1/auth/login", WRONG).isProblem(401, "invalid_credentials");
        for (int i = 0; i < 100; i++) {
            stranger.get("/health/live").hasStatus(200);
        }
        assertThat(stranger.get("/health/ready").header("RateLimit")).isEmpty();
    }

    @Test
    void whoIsNotLetInCountsAsNobody() {
        Api guesser = from(one, address()).with("X-API-Key", "gh_guess");
        List<Answer> answers = AtOnce.all(70, i -> guesser.get("/api/v1/users/me"));

        assertThat(answers.stream().filter(answer -> answer.status() == 401)).hasSize(60);
        assertThat(answers.stream().filter(answer -> answer.status() == 429)).hasSize(10);
    }

    @Test
    void aCallerIsCountedByHisAccountAndAKeyAlsoByItsOwnLimit(Given given) {
        Person person = given.personWith("users:read");
        Api here = one.api().withToken(person.accessToken());
        Map<String, Object> key = Map.of("name", "k", "permissions", List.of("users:read"), "requests_per_minute", 7);
        Api machine = one.api()
                .with(
                        "X-API-Key",
                        here.post("/api/v1/api-keys", key).hasStatus(201).string("key"));

        List<Answer> byKey = AtOnce.all(12, i -> machine.get("/api/v1/users/me"));
        assertThat(byKey.stream().filter(answer -> answer.status() == 200)).hasSize(7);

        List<Answer> byPerson = AtOnce.all(
                40, i -> from(one, address()).withToken(person.accessToken()).get("/api/v1/users/me"));
        assertThat(byPerson.stream().filter(answer -> answer.status() == 200)).hasSize(30 - 1 - 7);
        one.api()
                .withToken(given.user().signedIn().accessToken())
                .get("/api/v1/users/me")
                .hasStatus(200);
    }

    @Test
    void operatorsBindRoutesToPoliciesOfTheirOwn(Given given) {
        Api reader = one.api().withToken(given.personWith("roles:read").accessToken());
        reader.get("/api/v1/roles").hasStatus(200);
        reader.get("/api/v1/roles").hasStatus(200);
        assertThat(reader.get("/api/v1/roles").isProblem(429, "rate_limited").string("policy"))
                .isEqualTo("mine");
        reader.get("/api/v1/users/me").hasStatus(200);
    }

    @Test
    void anAccountAtAnAddressIsNotUsedUpElsewhereNorByItsNeighbours(Given given) {
        String home = address();
        String token = given.personWith("permissions:read").accessToken();
        Api atHome = from(one, home).withToken(token);
        for (int i = 0; i < 2; i++) {
            atHome.get("/api/v1/permissions").hasStatus(200);
        }
        atHome.get("/api/v1/permissions").isProblem(429, "rate_limited");

        from(one, address()).withToken(token).get("/api/v1/permissions").hasStatus(200);
        from(other, home)
                .withToken(given.personWith("permissions:read").accessToken())
                .get("/api/v1/permissions")
                .hasStatus(200);
    }

    @Test
    @Tag("defect-11")
    void twoReplicasShareOneBudgetAndGoOnAloneWhileRedisIsAway() {
        String place = "/.well-known/oauth-authorization-server";
        String crowd = address();
        List<Answer> answers =
                AtOnce.all(260, i -> from(i % 2 == 0 ? one : other, crowd).get(place));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(200);
        String login = address();
        for (int i = 0; i < 5; i++) {
            from(one, login).post("/api/v1/auth/login", WRONG).hasStatus(401);
        }

        redis.stop();
        try {
            String newcomer = address();
            AtOnce.all(
                    20, i -> from(i % 2 == 0 ? one : other, newcomer).get(place).hasStatus(200));
            // Whoever had used up his budget has not got a new one, and half of five is two.
            from(one, login).post("/api/v1/auth/login", WRONG).isProblem(429, "rate_limited");
            assertThat(AtOnce.all(10, i -> from(other, newcomer).post("/api/v1/auth/login", WRONG)).stream()
                            .filter(answer -> answer.status() == 401))
                    .hasSize(2);
            for (int i = 0; i < 3; i++) {
                assertThat(from(one, newcomer).get("/verify-email").status()).isNotEqualTo(429);
                Answer closed = from(one, newcomer).get("/set-password").isProblem(503, "limits_unavailable");
                assertThat(closed.header("Retry-After")).matches("[1-5]");
            }
            JarProcess.await(
                    "degraded health",
                    () -> one.admin().get("/healthcheck").text().contains("Redis does not answer"));
            one.api().get("/health/ready").hasStatus(200);
        } finally {
            redis.start();
        }
        bothHearRedis();
        JarProcess.await("health", () -> !one.admin().get("/healthcheck").text().contains("Redis does not answer"));
    }

    @Test
    @Tag("slow")
    @Tag("defect-11")
    void underSteadyLoadOnTwoReplicasNoMoreThanTheQuotaPasses() {
        String crowd = address();
        bothHearRedis();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();

        List<Integer> passed = AtOnce.all(32, i -> {
            Api client = from(i % 2 == 0 ? one : other, crowd);
            int mine = 0;
            while (System.nanoTime() < end) {
                boolean passes = client.get("/undo-email-change").status() != 429;
                // What comes later may be of the next window.
                mine += passes && System.nanoTime() < end ? 1 : 0;
            }
            return mine;
        });

        int sum = passed.stream().mapToInt(Integer::intValue).sum();
        System.out.printf("Two replicas, 32 clients, %d s: %d passed of %d%n", SECONDS, sum, QUOTA);
        assertThat(sum).isBetween(QUOTA - 32, QUOTA + QUOTA / 100);
    }

    @Test
    void aPolicyARouteOrAQuotaThatMakesNoSenseStopsTheBoot() throws Exception {
        RateLimitFeature feature = new RateLimitFeature(LimitsConfig.usual(), limits(), List.of());
        assertThatThrownBy(() -> feature.configure(new Endpoint(Misspelt.class.getMethod("get")), null))
                .hasMessageContaining("no rate limit policy logins");

        PolicyConfig route = new PolicyConfig(Key.ADDRESS, List.of("1/1m"), List.of("POST /api/v1/user"), null);
        LimitsConfig routes = new LimitsConfig(true, Map.of("mine", route), null);
        assertThatThrownBy(() -> new RateLimitFeature(routes, limits(), List.of(new Misspelt())))
                .hasMessageContaining("POST /api/v1/user does not exist");

        PolicyConfig quota = new PolicyConfig(Key.ADDRESS, List.of("many"), null, null);
        assertThat(Validators.newValidator().validate(new LimitsConfig(true, Map.of("mine", quota), null)))
                .extracting(violation -> violation.getMessage())
                .containsExactly("must be like 5/1m");
    }

    private record Endpoint(Method method) implements ResourceInfo {
        @Override
        public Method getResourceMethod() {
            return method;
        }

        @Override
        public Class<?> getResourceClass() {
            return method.getDeclaringClass();
        }
    }

    /** Names a policy that nobody wrote. */
    @Path("/misspelt")
    public static final class Misspelt {
        @GET
        @Anonymous
        @RateLimited("logins")
        public String get() {
            return "";
        }
    }

    /** A policy that lets nobody pass without Redis tells. A replica that has just found it again is slow to believe it. */
    private static void bothHearRedis() {
        for (Gatehouse replica : List.of(one, other)) {
            String newcomer = address();
            for (int i = 0; i < 10; i++) {
                JarProcess.await(
                        "Redis",
                        () -> from(replica, newcomer).get("/set-password").status() != 503);
            }
        }
    }

    private static RateLimits limits() {
        MetricRegistry metrics = new MetricRegistry();
        return new RateLimits(
                LimitsConfig.usual(),
                new StoreModule(MemoryStoreConfig.usual(), 1, Clock.systemUTC(), metrics).budgets(),
                metrics);
    }

    private static void policy(Map<String, String> overrides, String name, String key, String quotas, String route) {
        overrides.put("limits.policies." + name + ".key", key);
        overrides.put("limits.policies." + name + ".quotas", quotas);
        if (route != null) {
            overrides.put("limits.policies." + name + ".routes", route);
        }
    }

    private static String address() {
        int number = ADDRESS.incrementAndGet();
        return "198.51." + number / 250 + "." + (1 + number % 250);
    }

    private static Api from(Gatehouse replica, String address) {
        return replica.api().with("X-Forwarded-For", address);
    }
}
