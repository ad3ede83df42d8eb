package dev.gatehouse.limits;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A real HTTP server answers as the providers do: a solution is right if it is called so, once. */
@ExtendWith(GatehouseExtension.class)
class CaptchaTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer provider;
    private volatile String extra = "";
    private volatile int status = 200;
    private volatile long pause;

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setExecutor(Executors.newCachedThreadPool());
        provider.createContext("/siteverify", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean again = asked.contains(form);
            asked.add(form);
            boolean right = form.contains("response=right") && form.contains("secret=our+secret") && !again;
            String body = right
                    ? "{\"success\": true, \"challenge_ts\": \"2026-11-24T12:00:00Z\"" + extra + "}"
                    : "{\"success\": false, \"error-codes\": [\"invalid-input-response\"]}";
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] bytes = (status == 200 ? body : "<html>oops").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RECAPTCHA", "HCAPTCHA", "TURNSTILE"})
    void strangersSolveOneToRegisterAndToAskForALink(String type, TestDatabase database) {
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides(type))) {
            Api api = gatehouse.api();
            for (String path : List.of("/users/register", "/users/resend-verification", "/password/request-reset")) {
                ask(api, path, null).isProblem(422, "captcha_required");
                ask(api, path, "").isProblem(422, "captcha_required");
                ask(api, path, "wrong").isProblem(422, "captcha_failed");
                ask(api, path, "x".repeat(5_000)).isProblem(422, "captcha_failed");
                String solution = "right" + path;
                assertThat(ask(api, path, solution).status()).isIn(200, 202);
                ask(api, path, solution).isProblem(422, "captcha_failed");
            }
            assertThat(URLDecoder.decode(asked.get(0), StandardCharsets.UTF_8))
                    .contains("secret=our secret", "response=", "remoteip=127.0.0.1");
        }
    }

    @Test
    void whatTheProviderTellsBesideYesIsLookedAt(TestDatabase database) {
        Map<String, String> overrides = overrides("RECAPTCHA");
        overrides.put("limits.captcha.minScore", "0.7");
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides)) {
            Api api = gatehouse.api();
            Map<String, Integer> expected = new HashMap<>();
            expected.put(", \"score\": 0.9, \"action\": \"reset\"", 200);
            expected.put(", \"score\": 0.69, \"action\": \"reset\"", 422);
            expected.put(", \"score\": 0.9, \"action\": \"register\"", 422);
            expected.put("", 200);
            int i = 0;
            for (Map.Entry<String, Integer> one : expected.entrySet()) {
                extra = one.getKey();
                ask(api, "/password/request-reset", "right" + i++).hasStatus(one.getValue());
            }
        }
    }

    @Test
    void aProviderThatIsAwayKeepsPeopleOutOrLetsThemInAsConfigured(TestDatabase database) {
        Map<String, String> open = overrides("TURNSTILE");
        open.put("limits.captcha.whenProviderIsAway", "OPEN");
        List<Runnable> troubles = new ArrayList<>(
                List.of(() -> status = 500, () -> status = 302, () -> pause = 2_000, () -> provider.stop(0)));
        try (Gatehouse strict = Gatehouse.start(database, overrides("TURNSTILE"));
                Gatehouse lenient = Gatehouse.start(database, open)) {
            int i = 0;
            for (Runnable trouble : troubles) {
                status = 200;
                pause = 0;
                trouble.run();
                long begun = System.nanoTime();
                Answer refused = ask(strict.api(), "/password/request-reset", "right" + i++)
                        .isProblem(503, "captcha_unavailable");
                assertThat(refused.header("Retry-After")).matches("[1-5]");
                ask(lenient.api(), "/password/request-reset", "right" + i++).hasStatus(200);
                assertThat(System.nanoTime() - begun)
                        .isLessThan(Duration.ofSeconds(3).toNanos());
            }
        }
    }

    @Test
    void afterThreeFailuresASignInAsksForOneWhetherOrNotThereIsAnAccount(TestDatabase database, Given given) {
        given.user("ann@example.com").exists();
        Map<String, String> overrides = overrides("HCAPTCHA");
        overrides.put("limits.enabled", "true");
        overrides.put("limits.policies.login.key", "ADDRESS");
        overrides.put("limits.policies.login.quotas", "1000/1m");
        overrides.put("http.trustedProxies", "127.0.0.0/8");
        try (Gatehouse gatehouse = Gatehouse.start(database, overrides)) {
            for (String email : List.of("ann@example.com", "nobody@example.com")) {
                Api api =
                        gatehouse.api().with("X-Forwarded-For", email.startsWith("ann") ? "192.0.2.1" : "198.51.100.1");
                for (int i = 0; i < 3; i++) {
                    signIn(api, email, "wrong", null).isProblem(401, "invalid_credentials");
                }
                signIn(api, email, "wrong", null).isProblem(422, "captcha_required");
                signIn(api, email, Given.PASSWORD, "wrong").isProblem(422, "captcha_failed");
            }
            // Elsewhere too: it is the account that was tried.
            Api elsewhere = gatehouse.api().with("X-Forwarded-For", "203.0.113.1");
            signIn(elsewhere, "ann@example.com", Given.PASSWORD, null).isProblem(422, "captcha_required");
            signIn(elsewhere, "ann@example.com", Given.PASSWORD, "right one").hasStatus(200);
            signIn(elsewhere, "ann@example.com", Given.PASSWORD, null).hasStatus(200);
        }
    }

    @Test
    void withoutTheSecretOfTheSiteNothingStarts(TestDatabase database) {
        Map<String, String> overrides = overrides("TURNSTILE");
        overrides.remove("limits.captcha.secret");
        assertThatThrownBy(() -> Gatehouse.start(database, overrides).close())
                .rootCause()
                .hasMessageContaining("secret");
    }

    private static Answer ask(Api api, String path, String solution) {
        Map<String, String> body = new HashMap<>(Map.of("email", "new@example.com"));
        if (path.endsWith("register")) {
            body.putAll(Map.of("password", "nobody has seen this one", "first_name", "N", "last_name", "C"));
        }
        if (solution != null) {
            body.put("captcha_token", solution);
        }
        return api.post("/api/v1" + path, body);
    }

    private static Answer signIn(Api api, String email, String password, String solution) {
        Map<String, String> body = new HashMap<>(Map.of("email", email, "password", password));
        if (solution != null) {
            body.put("captcha_token", solution);
        }
        return api.post("/api/v1/auth/login", body);
    }

    private Map<String, String> overrides(String type) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("limits.captcha.type", type);
        overrides.put("limits.captcha.secret", "our secret");
        overrides.put(
                "limits.captcha.url",
                "http://127.0.0.1:" + provider.getAddress().getPort() + "/siteverify");
        overrides.put("limits.captcha.timeout", "500ms");
        return overrides;
    }
}
