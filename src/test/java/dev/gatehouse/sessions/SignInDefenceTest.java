package dev.gatehouse.sessions;

import dev.gatehouse.mail.Inboxes;
import dev.gatehouse.mail.PostOffice;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import dev.gatehouse.testing.TestRedis;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Who guesses passwords, and who is kept from his account by somebody who does. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-11")
class SignInDefenceTest {
    private static final String OWNER = "owner@example.com";
    private static final String HOME = "192.0.2.10";
    private static final String ATTACKER = "198.51.100.66";

    @Test
    @Tag("defect-9")
    void afterTenGuessesNoPasswordIsRightAndNothingTells(TestDatabase database, Given given) {
        given.user(OWNER).exists();
        try (Gatehouse gatehouse = Gatehouse.start(database, defended())) {
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                answers.add(shape(signIn(gatehouse, ATTACKER, OWNER, "guess " + i)));
            }
            for (int i = 0; i < 12; i++) {
                answers.add(shape(signIn(gatehouse, ATTACKER, "nobody@example.com", "guess " + i)));
            }

            answers.add(shape(signIn(gatehouse, ATTACKER, OWNER, Given.PASSWORD)));

            assertThat(answers).hasSize(1);
            // In any spelling of the address.
            signIn(gatehouse, ATTACKER, " Owner@EXAMPLE.com ", Given.PASSWORD).isProblem(401, "invalid_credentials");
            // The owner, elsewhere, notices nothing.
            signIn(gatehouse, HOME, OWNER, Given.PASSWORD).hasStatus(200);
        }
    }

    @Test
    void manyAtOnceAreNoWayAround(TestDatabase database, Given given) {
        given.user(OWNER).exists();
        try (Gatehouse gatehouse = Gatehouse.start(database, defended())) {
            // Forty guesses of which one is right: at most ten are looked at.
            List<Answer> answers =
                    AtOnce.all(40, i -> signIn(gatehouse, ATTACKER, OWNER, i == 39 ? Given.PASSWORD : "guess " + i));
            long before = Evidence.argon2Executions(gatehouse);
            assertThat(answers.stream().map(Answer::status)).contains(401).doesNotContain(429, 403);
            signIn(gatehouse, ATTACKER, "somebody@example.com", "guess");
            assertThat(Evidence.argon2Executions(gatehouse)).isEqualTo(before + 1);
        }
    }

    @Test
    void aRightPasswordForgetsTheWrongOnesBefore(TestDatabase database, Given given) {
        given.user(OWNER).exists();
        try (Gatehouse gatehouse = Gatehouse.start(database, defended())) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 8; i++) {
                    signIn(gatehouse, HOME, OWNER, "a slip of the finger").isProblem(401, "invalid_credentials");
                }
                signIn(gatehouse, HOME, OWNER, Given.PASSWORD).hasStatus(200);
            }
        }
    }

    @Test
    void guessesFromEverywhereShutOutStrangersButNotTheOwnersBrowser(TestDatabase database, Given given) {
        given.user(OWNER).exists();
        given.user("second@example.com").exists();
        try (Gatehouse gatehouse = Gatehouse.start(database, defended())) {
            Answer atHome = signIn(gatehouse, HOME, OWNER, Given.PASSWORD).hasStatus(200);
            String cookie = atHome.header("Set-Cookie");
            assertThat(cookie)
                    .startsWith("gatehouse_device=")
                    .contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth");
            for (int i = 0; i < 40; i++) {
                signIn(gatehouse, "203.0." + i + ".7", OWNER, "guess " + i).isProblem(401, "invalid_credentials");
            }

            // From an address that was not there before, with the right password: locked, and nobody is told.
            signIn(gatehouse, "192.0.99.1", OWNER, Given.PASSWORD).isProblem(401, "invalid_credentials");
            Api browser = from(gatehouse, "192.0.99.1").with("Cookie", cookie.replaceAll(";.*", ""));
            browser.post("/api/v1/auth/login", Map.of("email", OWNER, "password", Given.PASSWORD))
                    .hasStatus(200);

            // The marker is for one account, and for who holds the key alone.
            for (int i = 0; i < 12; i++) {
                browser.post("/api/v1/auth/login", Map.of("email", "second@example.com", "password", "guess " + i))
                        .isProblem(401, "invalid_credentials");
            }
            browser.post("/api/v1/auth/login", Map.of("email", "second@example.com", "password", Given.PASSWORD))
                    .isProblem(401, "invalid_credentials");
            String value = cookie.replaceAll(";.*", "").replace("gatehouse_device=", "");
            for (String forged : List.of(
                    "", "x", value.substring(1), value + "A", flip(value), inAnotherCase(value), "A".repeat(4_000))) {
                from(gatehouse, "192.0.98.1")
                        .with("Cookie", "gatehouse_device=" + forged)
                        .post("/api/v1/auth/login", Map.of("email", OWNER, "password", Given.PASSWORD))
                        .isProblem(401, "invalid_credentials");
            }

            // Whoever stole the browser guesses on a budget too.
            for (int i = 0; i < 10; i++) {
                browser.post("/api/v1/auth/login", Map.of("email", OWNER, "password", "guess"))
                        .isProblem(401, "invalid_credentials");
            }
            browser.post("/api/v1/auth/login", Map.of("email", OWNER, "password", Given.PASSWORD))
                    .isProblem(401, "invalid_credentials");
        }
    }

    @Test
    void aNetworkThatTriesAccountAfterAccountIsShutOut(TestDatabase database, Given given) {
        given.user(OWNER).exists();
        try (Gatehouse gatehouse = Gatehouse.start(database, defended())) {
            AtOnce.all(60, i -> signIn(gatehouse, "198.51.100." + i, "person" + i + "@example.com", "password1234"));

            signIn(gatehouse, "198.51.100.200", OWNER, Given.PASSWORD).isProblem(401, "invalid_credentials");
            signIn(gatehouse, HOME, OWNER, Given.PASSWORD).hasStatus(200);
        }
    }

    @Test
    void replicasCountTogetherAndStillCountWhenRedisIsGone(TestDatabase database, Given given) {
        given.user(OWNER).exists();
        try (TestRedis redis = new TestRedis().start()) {
            Map<String, String> overrides = defended();
            overrides.put("store.type", "redis");
            overrides.put("store.url", redis.url());
            overrides.put("replicas", "2");
            try (Gatehouse one = Gatehouse.start(database, overrides);
                    Gatehouse other = Gatehouse.start(database, overrides)) {
                for (int i = 0; i < 10; i++) {
                    signIn(i % 2 == 0 ? one : other, ATTACKER, OWNER, "guess " + i);
                }
                signIn(one, ATTACKER, OWNER, Given.PASSWORD).isProblem(401, "invalid_credentials");
                signIn(other, ATTACKER, OWNER, Given.PASSWORD).isProblem(401, "invalid_credentials");

                redis.stop();
                signIn(one, ATTACKER, OWNER, Given.PASSWORD).isProblem(401, "invalid_credentials");
                signIn(other, ATTACKER, OWNER, Given.PASSWORD).isProblem(401, "invalid_credentials");
                signIn(one, HOME, OWNER, Given.PASSWORD).hasStatus(200);
            }
        }
    }

    @Test
    void theOwnerIsToldOfASignInFromSomewhereNew(TestDatabase server) {
        try (Inboxes inboxes = new Inboxes();
                PostOffice office = PostOffice.open(server, with(inboxes.overrides()))) {
            office.given().user(OWNER).named("Marianne", "Tester").exists();
            Gatehouse gatehouse = office.gatehouse();
            signIn(gatehouse, HOME, OWNER, Given.PASSWORD).hasStatus(200);
            signIn(gatehouse, "192.0.2.99", OWNER, Given.PASSWORD).hasStatus(200);
            assertThat(office.operator().get("/api/v1/mail/outbox").json())
                    .as("same network, same browser")
                    .isEmpty();

            from(gatehouse, ATTACKER)
                    .with("User-Agent", "Evil/1.0 http://evil.example/ <b>click</b>")
                    .post("/api/v1/auth/login", Map.of("email", OWNER, "password", Given.PASSWORD))
                    .hasStatus(200);

            String mail = inboxes.text(OWNER, "A new device signed in to your account");
            assertThat(mail).contains("Marianne", ATTACKER, "Evil/1.0").doesNotContain("http://evil", "<b>");
        }
    }

    private static Answer signIn(Gatehouse gatehouse, String address, String email, String password) {
        return from(gatehouse, address).post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }

    private static Api from(Gatehouse gatehouse, String address) {
        return gatehouse.api().with("X-Forwarded-For", address);
    }

    private static String shape(Answer answer) {
        return answer.status() + answer.text().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    private static String flip(String value) {
        char first = value.charAt(10);
        return value.substring(0, 10) + (first == 'A' ? 'B' : 'A') + value.substring(11);
    }

    /** Over a connection that has carried the right one: servers that remember headers may not see the difference. */
    private static String inAnotherCase(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.equals(value) ? value.toUpperCase(Locale.ROOT) : lower;
    }

    private static Map<String, String> defended() {
        return with(Map.of());
    }

    /** The limit of the route is out of the way: these tests are about what lies behind it. */
    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> overrides = new HashMap<>(more);
        overrides.put("limits.enabled", "true");
        overrides.put("limits.policies.login.key", "ADDRESS");
        overrides.put("limits.policies.login.quotas", "10000/1m");
        overrides.put("limits.policies.callers.key", "CALLER");
        overrides.put("limits.policies.callers.quotas", "10000/1m");
        overrides.put("http.trustedProxies", "127.0.0.0/8");
        return overrides;
    }
}
