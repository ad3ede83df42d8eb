package dev.gatehouse.limits;

import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import io.dropwizard.jersey.validation.Validators;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A real HTTP server answers as the providers do: a solution is right if it is called so, once. */
@ExtendWith(GatehouseExtension.class)
class CaptchaTest {
    private static final Origin HOME = new Origin("127.0.0.1", null, null, null);
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static HttpServer provider;
    private static Gatehouse gatehouse;
    private static volatile String extra;
    private static volatile int status;
    private static volatile long pause;

    @BeforeAll
    static void start(TestDatabase database) throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setExecutor(Executors.newCachedThreadPool());
        provider.createContext("/siteverify", CaptchaTest::verify);
        provider.start();
        Map<String, String> overrides = new HashMap<>(Map.of(
                "limits.enabled", "true",
                "http.trustedProxies", "127.0.0.0/8",
                "limits.captcha.type", "RECAPTCHA",
                "limits.captcha.secret", "our secret",
                "limits.captcha.minScore", "0.7",
                "limits.captcha.url", url(),
                "limits.captcha.timeout", "500ms"));
        for (String policy : List.of("login", "register", "reset")) {
            overrides.put("limits.policies." + policy + ".key", "ADDRESS");
            overrides.put("limits.policies." + policy + ".quotas", "1000/1m");
        }
        gatehouse = Gatehouse.start(database, overrides);
    }

    @BeforeEach
    void allIsWell() {
        ASKED.clear();
        extra = "";
        status = 200;
        pause = 0;
    }

    @AfterAll
    static void stop() {
        gatehouse.close();
        provider.stop(0);
    }

    private static void verify(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean again = ASKED.contains(form);
        ASKED.add(form);
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
    }

    private static String url() {
        return "http://127.0.0.1:" + provider.getAddress().getPort() + "/siteverify";
    }

    @Test
    void strangersSolveOneToRegisterAndToAskForALink() throws Exception {
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
        assertThat(URLDecoder.decode(ASKED.get(0), StandardCharsets.UTF_8))
                .contains("secret=our secret", "response=", "remoteip=127.0.0.1");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theThreeProvidersSpeakOneLanguage(CaptchaConfig.Type type) {
        Captcha captcha = captcha(type, CaptchaConfig.FailMode.CLOSED);

        captcha.require("right one", "register", HOME);

        assertRefused(captcha, "right one", "captcha_failed");
        assertRefused(captcha, "wrong", "captcha_failed");
        assertRefused(captcha, null, "captcha_required");
    }

    @Test
    void whatTheProviderTellsBesideYesIsLookedAt() {
        Map<String, Integer> expected = new HashMap<>();
        expected.put(", \"score\": 0.9, \"action\": \"reset\"", 200);
        expected.put(", \"score\": 0.69, \"action\": \"reset\"", 422);
        expected.put(", \"score\": 0.9, \"action\": \"register\"", 422);
        expected.put("", 200);
        int i = 0;
        for (Map.Entry<String, Integer> one : expected.entrySet()) {
            extra = one.getKey();
            ask(gatehouse.api(), "/password/request-reset", "right" + i++).hasStatus(one.getValue());
        }
    }

    @Test
    void aProviderThatIsAwayKeepsPeopleOutOrLetsThemInAsConfigured() {
        Captcha strict = captcha(CaptchaConfig.Type.TURNSTILE, CaptchaConfig.FailMode.CLOSED);
        Captcha lenient = captcha(CaptchaConfig.Type.TURNSTILE, CaptchaConfig.FailMode.OPEN);
        List<Runnable> troubles = List.of(() -> status = 500, () -> status = 302, () -> pause = 2_000);
        for (Runnable trouble : troubles) {
            allIsWell();
            trouble.run();
            long begun = System.nanoTime();
            assertRefused(strict, "right one", "captcha_unavailable");
            lenient.require("right one", "reset", HOME);
            lenient.require("wrong", "reset", HOME);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(ask(gatehouse.api(), "/password/request-reset", "right one")
                        .isProblem(503, "captcha_unavailable")
                        .header("Retry-After"))
                .matches("[1-5]");
    }

    @Test
    void aProviderThatIsNotThereIsAwayToo() throws IOException {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        String nobody = "http://127.0.0.1:" + port + "/siteverify";
        assertRefused(
                captcha(CaptchaConfig.Type.HCAPTCHA, CaptchaConfig.FailMode.CLOSED, nobody),
                "right one",
                "captcha_unavailable");
    }

    @Test
    void afterThreeFailuresASignInAsksForOneWhetherOrNotThereIsAnAccount(Given given) {
        given.user("ann@example.com").exists();
        for (String email : List.of("ann@example.com", "nobody@example.com")) {
            Api api = gatehouse.api().with("X-Forwarded-For", email.startsWith("ann") ? "192.0.2.1" : "198.51.100.1");
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

    @Test
    void withoutTheSecretOfTheSiteNothingStarts() {
        CaptchaConfig config = new CaptchaConfig(CaptchaConfig.Type.TURNSTILE, null, null, null, null, null, null);
        assertThat(Validators.newValidator().validate(new LimitsConfig(true, null, config)))
                .anyMatch(violation -> violation.getMessage().contains("secret"));
    }

    private static Captcha captcha(CaptchaConfig.Type type, CaptchaConfig.FailMode whenAway) {
        return captcha(type, whenAway, url());
    }

    private static Captcha captcha(CaptchaConfig.Type type, CaptchaConfig.FailMode whenAway, String url) {
        return new Captcha(
                new CaptchaConfig(
                        type,
                        Secret.of("our secret"),
                        url,
                        io.dropwizard.util.Duration.milliseconds(300),
                        List.of(),
                        null,
                        whenAway),
                new MetricRegistry());
    }

    private static void assertRefused(Captcha captcha, String solution, String code) {
        assertThatThrownBy(() -> captcha.require(solution, "reset", HOME))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(
                                refusal.errors().isEmpty()
                                        ? refusal.code()
                                        : refusal.errors().get(0).code())
                        .isEqualTo(code));
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
}
