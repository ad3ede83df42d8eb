package dev.gatehouse.ai;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Providers that answer well and badly, in both protocols. */
@ExtendWith(GatehouseExtension.class)
class ProvidersTest {
    private static AiStage stage;

    @BeforeAll
    static void open(TestDatabase database) {
        stage = AiStage.open(database);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static Answer ask(String model, String message) {
        return stage.person().api().post("/api/v1/ai/chat", Map.of("message", message, "model", model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o-mini", "claude-haiku-4-5", "main/gpt-4o-mini"})
    void anAnswerIsPassedOnAndMetered(String model) {
        stage.model.plays(call -> call.answer(1_000, 500, "The sky ", "is blue", "."));

        Answer answer = ask(model, "What colour is the sky?").hasStatus(200);

        assertThat(answer.string("response")).isEqualTo("The sky is blue.");
        assertThat(answer.json().path("generated").asBoolean()).isTrue();
        assertThat(answer.json().path("usage").path("input_tokens").asLong()).isEqualTo(1_000);
        assertThat(answer.json().path("usage").path("output_tokens").asLong()).isEqualTo(500);
        // gpt-4o-mini: .15 and .60 a million; claude-haiku-4-5: 1 and 5.
        BigDecimal cost = model.startsWith("claude") ? new BigDecimal("0.0035") : new BigDecimal("0.00045");
        assertThat(new BigDecimal(answer.json().path("usage").path("cost_usd").asText()))
                .isEqualByComparingTo(cost);
        Map<String, Object> row = stage.ledger().get(0);
        assertThat(row)
                .containsEntry("operation", "chat")
                .containsEntry("host", "127.0.0.1")
                .containsEntry("finish", "stop")
                .containsEntry("is_reported", true)
                .containsEntry("prompt", null);
        assertThat(row.get("answered_by").toString()).endsWith("-20260101");
        assertThat((BigDecimal) row.get("cost_usd")).isEqualByComparingTo(cost);
        assertThat((BigDecimal) row.get("reserved_usd")).isGreaterThan(BigDecimal.ZERO);
        assertThat(stage.reservations()).isZero();
    }

    @Test
    @Tag("defect-15")
    void eachProviderGetsItsOwnKey() {
        stage.model.plays(call -> call.answer("Yes."));
        ask("gpt-4o-mini", "Hello").hasStatus(200);
        StubModel.Call open = stage.model.only();
        assertThat(open.headers).containsEntry("authorization", "Bearer " + AiStage.KEY);
        assertThat(open.headers.toString() + open.body).doesNotContain(AiStage.OTHER_KEY);

        stage.model.plays(call -> call.answer("Yes."));
        ask("claude-haiku-4-5", "Hello").hasStatus(200);
        StubModel.Call other = stage.model.only();
        assertThat(other.headers)
                .containsEntry("x-api-key", AiStage.OTHER_KEY)
                .containsKey("anthropic-version")
                .doesNotContainKey("authorization");
        assertThat(other.headers.toString() + other.body).doesNotContain(AiStage.KEY);
    }

    /** Something that goes wrong, and what must become of it. */
    record Trouble(String name, StubModel.Script script, String code, boolean costs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> troubles() {
        return Stream.of("gpt-4o-mini", "claude-haiku-4-5").flatMap(model -> Stream.of(
                        new Trouble(
                                "too many requests",
                                call -> call.status(429, "Retry-After: 37"),
                                "ai_provider_busy",
                                false),
                        new Trouble("an error of its own", call -> call.status(500), "ai_provider_unavailable", false),
                        new Trouble("a bad gateway", call -> call.status(502), "ai_provider_unavailable", false),
                        new Trouble("a wrong key", call -> call.status(401), "ai_provider_refused", false),
                        new Trouble("no such model", call -> call.status(404), "ai_provider_refused", false),
                        new Trouble(
                                "a redirection",
                                call -> call.status(307, "Location: http://127.0.0.1:1/"),
                                "ai_provider_refused",
                                false),
                        new Trouble("no answer at all", StubModel.Call::hang, "ai_provider_timeout", true),
                        new Trouble("no connection", StubModel.Call::reset, "ai_provider_unavailable", false),
                        new Trouble(
                                "a hang in the middle", ProvidersTest::hangInTheMiddle, "ai_provider_timeout", true),
                        new Trouble("a cut stream", ProvidersTest::cut, "ai_provider_broke_off", true),
                        new Trouble("a pulled cable", ProvidersTest::pull, "ai_provider_broke_off", true),
                        new Trouble(
                                "what is no JSON",
                                call -> {
                                    call.begin(10);
                                    call.event("<html>oops");
                                },
                                "ai_provider_malformed",
                                true),
                        new Trouble(
                                "a page instead of a stream",
                                call -> call.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                                        + "Content-Length: 4\r\nConnection: close\r\n\r\nhtml"),
                                "ai_provider_malformed",
                                true),
                        new Trouble("an endless answer", ProvidersTest::babble, "ai_provider_malformed", true),
                        new Trouble(
                                "an endless line",
                                call -> {
                                    call.begin(10);
                                    for (int i = 0; i < 300; i++) {
                                        call.raw("x".repeat(8_192));
                                    }
                                },
                                "ai_provider_malformed",
                                true))
                .map(trouble -> Arguments.of(model, trouble)));
    }

    private static void hangInTheMiddle(StubModel.Call call) throws java.io.IOException {
        call.begin(10);
        call.delta("The sky");
        call.hang();
    }

    private static void cut(StubModel.Call call) throws java.io.IOException {
        call.begin(10);
        call.delta("The sky");
    }

    private static void pull(StubModel.Call call) throws java.io.IOException, InterruptedException {
        call.begin(10);
        call.delta("The sky");
        Thread.sleep(100);
        call.reset();
    }

    private static void babble(StubModel.Call call) throws java.io.IOException {
        call.begin(10);
        for (int i = 0; i < 10_000; i++) {
            call.delta("blah ".repeat(20));
        }
    }

    @ParameterizedTest
    @MethodSource("troubles")
    @Tag("defect-42")
    void troubleIsAClearProblem(String model, Trouble trouble) {
        stage.model.plays(trouble.script());

        Answer answer = ask(model, "What colour is the sky? My secret is 12345.");

        answer.isProblem(503, trouble.code());
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 5);
        assertThat(answer.text()).doesNotContain("sk-", "12345", "127.0.0.1", "The sky", "Exception");
        // Once, and never again behind the ledger's back.
        assertThat(stage.model.calls()).hasSize(1);
        Map<String, Object> row = stage.ledger().get(0);
        assertThat(row).containsEntry("finish", "failed").containsEntry("error_code", trouble.code());
        assertThat((Long) row.get("input_tokens") > 0).isEqualTo(trouble.costs());
        assertThat(stage.reservations()).isZero();
    }

    @Test
    void whatTheProviderWishesIsToldBesideWhatWePromise() {
        stage.model.plays(call -> call.status(429, "Retry-After: 37"));
        Answer answer = ask("gpt-4o-mini", "Hello").isProblem(503, "ai_provider_busy");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.number("provider_retry_after")).isEqualTo(37);
    }

    @Test
    void aProviderThatDoesNotCountIsEstimated() {
        stage.model.plays(call -> {
            call.begin(0);
            call.delta("The sky is blue.");
            call.event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
            call.event("[DONE]");
        });
        Answer answer = ask("gpt-4o-mini", "What colour is the sky?").hasStatus(200);
        assertThat(answer.json().path("usage").path("estimated").asBoolean()).isTrue();
        assertThat(answer.json().path("usage").path("output_tokens").asLong()).isBetween(3L, 8L);
        assertThat(stage.ledger().get(0)).containsEntry("is_reported", false);
    }

    @Test
    void nothingAboutThePersonLeaves() {
        stage.model.plays(call -> call.answer("Hello."));
        var person = stage.given.personWith("ai:use");
        person.api().post("/api/v1/ai/chat", Map.of("message", "Hello")).hasStatus(200);
        StubModel.Call call = stage.model.only();
        assertThat(call.body + call.headers)
                .doesNotContain(person.email(), "Sampler", "user_id", "\"user\":", "sessions");
    }

    @Test
    @Tag("defect-49")
    void modelsAreListedWithTheirPrices() {
        Answer answer = stage.person().api().get("/api/v1/ai/models").hasStatus(200);
        assertThat(answer.string("provider")).isEqualTo("main");
        assertThat(answer.string("current")).isEqualTo("gpt-4o-mini");
        Map<String, String> prices = new HashMap<>();
        answer.json()
                .path("available")
                .forEach(model -> prices.put(
                        model.path("name").asText(),
                        model.path("input_usd_per_million").asText() + "/"
                                + model.path("output_usd_per_million").asText()));
        assertThat(prices)
                .containsOnly(
                        Map.entry("gpt-4o-mini", "0.15/0.6"),
                        Map.entry("unheard-of", "null/null"),
                        Map.entry("claude-haiku-4-5", "1/5"),
                        Map.entry("extractive", "0/0"));
        ask("gpt-4gpt-4", "Hello").isProblem(422, "unknown_model");
    }

    @Test
    void aModelWithoutAPriceIsCountedInTokensAndRefusedWhereMoneyIsLimited() {
        stage.model.plays(call -> call.answer("Hello."));
        Api api = stage.person().api();
        Map<String, String> body = Map.of("message", "Hello", "model", "unheard-of");
        Answer answer = api.post("/api/v1/ai/chat", body).hasStatus(200);
        assertThat(answer.json().path("usage").path("cost_usd").isNull()).isTrue();

        Api admin = stage.given.admin().api();
        admin.put("/api/v1/ai/budgets/global", Map.of("period", "day", "limit_tokens", 1_000_000))
                .hasStatus(200);
        api.post("/api/v1/ai/chat", body).hasStatus(200);
        admin.put("/api/v1/ai/budgets/global", Map.of("period", "day", "limit_usd", 1_000_000))
                .hasStatus(200);
        api.post("/api/v1/ai/chat", body).isProblem(409, "ai_model_unpriced");
    }

    @Test
    void operatorsSeeThatTheLastCallFailed() {
        stage.model.plays(call -> call.status(500));
        ask("gpt-4o-mini", "Hello").hasStatus(503);
        JarProcess.await("bad news", () -> health().contains("ai_provider_unavailable"));
        stage.model.plays(call -> call.answer("Hello."));
        ask("gpt-4o-mini", "Hello").hasStatus(200);
        JarProcess.await("good news", () -> !health().contains("ai_provider"));
    }

    private static String health() {
        return stage.gatehouse.admin().get("/healthcheck").json().path("ai").toString();
    }

    /** Kept here so that the time-out of the stage can be seen to be one. */
    @Test
    void aHangIsGivenUpInTime() {
        stage.model.plays(StubModel.Call::hang);
        long start = System.nanoTime();
        ask("gpt-4o-mini", "Hello").isProblem(503, "ai_provider_timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
}
