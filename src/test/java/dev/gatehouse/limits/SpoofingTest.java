package dev.gatehouse.limits;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Forty ways to look like somebody else; none of them gains an attempt. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-10")
@Tag("defect-9")
class SpoofingTest {
    private static final List<Map<String, String>> FORGERIES = forgeries();

    private static List<Map<String, String>> forgeries() {
        List<Map<String, String>> forgeries = new ArrayList<>();
        for (String value : List.of(
                "203.0.113.1",
                "203.0.113.2, 203.0.113.3",
                "203.0.113.4:1234",
                "[2001:db8::1]",
                "[2001:db8::2]:443",
                "2001:db8::3",
                "127.0.0.1",
                "127.0.0.2, 127.0.0.1",
                "10.0.0.1",
                "::1",
                "::ffff:203.0.113.5",
                "0.0.0.0",
                "unknown",
                "_hidden",
                "localhost",
                "for=203.0.113.6",
                "\"203.0.113.7\"",
                "203.0.113.8 203.0.113.9",
                ",203.0.113.10",
                "203.0.113.11,",
                "203.0.113.999",
                "0xcb007101",
                "3405803777",
                "203.0.113.12%0a",
                "<script>")) {
            forgeries.add(Map.of("X-Forwarded-For", value));
        }
        for (String value : List.of(
                "for=203.0.113.20",
                "For=\"203.0.113.21:1\"",
                "for=\"[2001:db8::20]\"",
                "for=unknown",
                "for=_secret",
                "for=203.0.113.22;proto=https;by=203.0.113.1",
                "for=203.0.113.23, for=203.0.113.24",
                "203.0.113.25")) {
            forgeries.add(Map.of("Forwarded", value));
        }
        for (String header : List.of(
                "X-Real-IP",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Cluster-Client-IP",
                "X-Originating-IP",
                "X-Remote-Addr",
                "Fastly-Client-IP",
                "X-Forwarded",
                "Forwarded-For")) {
            forgeries.add(Map.of(header, "203.0.113.30"));
        }
        forgeries.add(Map.of("Forwarded", "for=203.0.113.40", "X-Forwarded-For", "203.0.113.41"));
        return forgeries;
    }

    @Test
    void nobodyIsBelievedWhoIsNoProxyOfOurs(TestDatabase database) {
        assertThat(FORGERIES).hasSizeGreaterThanOrEqualTo(40);
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides("40/1h", ""))) {
            assertThat(attempts(gatehouse.api())).isEqualTo(40);
        }
    }

    @Test
    void whatAClientWroteBeforeOurProxyCountsForNothing(TestDatabase database) {
        // The proxy appends whom it heard, as proxies do: always the same client.
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides("10/1h", "127.0.0.0/8"))) {
            int passed = 0;
            for (Map<String, String> forgery : FORGERIES) {
                String before = forgery.get("X-Forwarded-For");
                Api proxy = gatehouse.api();
                for (Map.Entry<String, String> header : forgery.entrySet()) {
                    proxy = header.getKey().equals("X-Forwarded-For")
                            ? proxy
                            : proxy.with(header.getKey(), header.getValue());
                }
                Answer answer = proxy.with(
                                "X-Forwarded-For", before == null ? "198.51.100.7" : before + ", 198.51.100.7")
                        .get("/.well-known/jwks.json");
                passed += answer.status() == 200 ? 1 : 0;
                assertThat(answer.status()).isIn(200, 400, 429);
            }
            assertThat(passed).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void ourProxyIsBelieved(TestDatabase database) {
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides("2/1h", "127.0.0.0/8,10.0.0.0/8"))) {
            Api api = gatehouse.api();
            for (String way : List.of("198.51.100.1", "198.51.100.2", "198.51.100.3, 10.1.2.3", "2001:db8:0:1::1")) {
                for (int i = 0; i < 2; i++) {
                    api.with("X-Forwarded-For", way)
                            .get("/.well-known/jwks.json")
                            .hasStatus(200);
                }
                api.with("X-Forwarded-For", way).get("/.well-known/jwks.json").isProblem(429, "rate_limited");
            }
            // One machine has a whole /64 to choose from.
            api.with("X-Forwarded-For", "2001:db8:0:1:ffff::2")
                    .get("/.well-known/jwks.json")
                    .isProblem(429, "rate_limited");
            api.with("Forwarded", "for=\"[2001:db8:0:2::1]:4711\";proto=https")
                    .get("/.well-known/jwks.json")
                    .hasStatus(200);
            for (String nonsense : List.of("", "somewhere", "198.51.100.999", "unknown", "1.2.3.4,,5.6.7.8", "\"")) {
                api.with("X-Forwarded-For", nonsense)
                        .get("/.well-known/jwks.json")
                        .isProblem(400, "malformed_request");
            }
        }
    }

    @Test
    void whoComesWithoutHttpsIsSentOnOrRefused(TestDatabase database) {
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides("100/1h", "127.0.0.0/8"))) {
            Api plain = gatehouse.api().with("X-Forwarded-For", "198.51.100.1").with("X-Forwarded-Proto", "http");

            Answer sentOn = plain.get("/api/v1/users?q=a").hasStatus(308);
            assertThat(sentOn.header("Location")).isEqualTo("https://gatehouse.example/api/v1/users?q=a");
            plain.post("/api/v1/auth/login", Map.of("email", "a@example.com", "password", "x"))
                    .isProblem(403, "https_required");
            plain.get("/health/live").hasStatus(200);
            plain.with("X-Forwarded-Proto", "https")
                    .get("/.well-known/jwks.json")
                    .hasStatus(200);
            // Nobody else decides that.
            gatehouse.api().get("/.well-known/jwks.json").hasStatus(200);
        }
    }

    @Test
    @Tag("promise-11")
    void noSpellingOfAPathOrAnAccountGainsAnAttempt(TestDatabase database, Given given) {
        given.user("ann@example.com").exists();
        Map<String, String> overrides = overrides("1000/1h", "127.0.0.0/8");
        overrides.put("limits.policies.login.key", "ADDRESS");
        overrides.put("limits.policies.login.quotas", "5/1h");
        overrides.put("limits.policies.sign-in-account.key", "SUBJECT");
        overrides.put("limits.policies.sign-in-account.quotas", "6/1h");
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides)) {
            Api one = gatehouse.api().with("X-Forwarded-For", "198.51.100.9");
            int attempts = 0;
            for (String path : List.of(
                    "/api/v1/auth/login",
                    "/api/v1/auth/login/",
                    "/api/v1/auth//login",
                    "/api/v1/auth/login;a=b",
                    "/api/v1/auth;x/login",
                    "/api/v1/%61uth/login",
                    "/api/v1/auth/logi%6E",
                    "/api/v1/x/../auth/login",
                    "/api/v1/./auth/login",
                    "/API/v1/auth/login",
                    "/api/v1/auth/Login",
                    "/api/v1/auth/login?x=1",
                    "/api/v1/auth/login%20",
                    "/api/v1/auth/login%2F",
                    "/api/v1/auth%2Flogin")) {
                for (int i = 0; i < 3; i++) {
                    Map<String, String> wrong = Map.of("email", "nobody@example.com", "password", "not this " + i);
                    attempts += one.post(path, wrong).status() == 401 ? 1 : 0;
                }
            }
            assertThat(attempts).isEqualTo(5);

            List<String> spellings = List.of(
                    "ann@example.com",
                    "ANN@EXAMPLE.COM",
                    " ann@example.com",
                    "Ann@Example.com ",
                    "ann@EXAMPLE.com",
                    "aNN@example.com");
            for (int i = 0; i < spellings.size(); i++) {
                signIn(gatehouse, "203.0.113." + i, spellings.get(i), "not this")
                        .hasStatus(401);
            }
            // Used up, so that the right one is no longer looked at, from wherever it comes.
            signIn(gatehouse, "203.0.113.99", "ann@example.com", Given.PASSWORD).isProblem(401, "invalid_credentials");
        }
    }

    private static Answer signIn(Gatehouse gatehouse, String from, String email, String password) {
        return gatehouse
                .api()
                .with("X-Forwarded-For", from)
                .post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }

    private static int attempts(Api api) {
        int passed = 0;
        for (int round = 0; round < 3; round++) {
            for (Map<String, String> forgery : FORGERIES) {
                Api forger = api;
                for (Map.Entry<String, String> header : forgery.entrySet()) {
                    forger = forger.with(header.getKey(), header.getValue());
                }
                passed += forger.get("/.well-known/jwks.json").status() == 200 ? 1 : 0;
            }
        }
        return passed;
    }

    private static Map<String, String> overrides(String quota, String proxies) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("limits.enabled", "true");
        overrides.put("limits.policies.anonymous.key", "ADDRESS");
        overrides.put("limits.policies.anonymous.quotas", quota);
        overrides.put("http.trustedProxies", proxies);
        return overrides;
    }
}
