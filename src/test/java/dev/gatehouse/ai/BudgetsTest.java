package dev.gatehouse.ai;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody spends more than there is: not by many calls at a time, and not by dying between call and settlement. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-13")
class BudgetsTest {
    private static final int CALLS = 50;

    private static AiStage stage;

    @BeforeAll
    static void open(TestDatabase database) {
        stage = AiStage.open(database);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static Answer put(String scope, Map<String, Object> budget) {
        return stage.given.admin().api().put("/api/v1/ai/budgets/" + scope, budget);
    }

    private static Answer get(String scope) {
        return stage.given.admin().api().get("/api/v1/ai/budgets/" + scope);
    }

    /** The most that the call may have taken, as the ledger reckons it. */
    private static long worst(StubModel.Call call) {
        return bytes(call.system()) + bytes(call.user()) + 100 + 1_000;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A provider that takes all that it was allowed. */
    private static void takesTheMost(StubModel.Call call) throws java.io.IOException {
        call.answer(worst(call) - 1_000, 1_000, "Expensive.");
    }

    private static long worstOf(String message) {
        stage.model.plays(BudgetsTest::takesTheMost);
        AiStage.chat(stage.person().api(), message).hasStatus(200);
        return worst(stage.model.only());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "usd"})
    void fiftyCallsAtOnceAtTheEdgeNeverSpendMoreThanThereIs(String unit) {
        long worst = worstOf("How much?");
        int enough = 7;
        // gpt-4o-mini
        BigDecimal cost = new BigDecimal("0.00000015")
                .multiply(BigDecimal.valueOf(worst - 1_000))
                .add(new BigDecimal("0.0000006").multiply(BigDecimal.valueOf(1_000)));
        BigDecimal money = cost.multiply(new BigDecimal("7.5")).setScale(6, java.math.RoundingMode.HALF_UP);
        stage.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM ai_calls"));
        put(
                        "global",
                        unit.equals("usd")
                                ? Map.of("period", "day", "limit_usd", money)
                                : Map.of("period", "day", "limit_tokens", worst * enough + worst / 2))
                .hasStatus(200);
        List<Person> people = IntStream.range(0, (CALLS + 3) / 4)
                .mapToObj(i -> stage.person())
                .toList();

        List<Answer> answers =
                AtOnce.all(CALLS, i -> AiStage.chat(people.get(i / 4).api(), "How much?"));

        assertThat(answers).extracting(Answer::status).containsOnly(200, 402);
        // While dear calls were under way, others were refused that would have fitted: never too many, at times too
        // few.
        long answered =
                answers.stream().filter(answer -> answer.status() == 200).count();
        assertThat(answered).isBetween(1L, (long) enough);
        assertThat(stage.model.calls().size() - 1).isEqualTo((int) answered);
        Answer refused = answers.stream()
                .filter(answer -> answer.status() == 402)
                .findFirst()
                .orElseThrow();
        refused.isProblem(402, "budget_exhausted");
        assertThat(refused.string("scope")).isEqualTo("global");
        assertThat(Instant.parse(refused.string("renews_at"))).isAfter(Instant.now());
        Answer budget = get("global").hasStatus(200);
        if (unit.equals("usd")) {
            assertThat(new BigDecimal(budget.string("used_usd"))).isLessThanOrEqualTo(money);
            assertThat(new BigDecimal(budget.string("used_usd")))
                    .isEqualByComparingTo(cost.multiply(BigDecimal.valueOf(answered)));
            assertThat(new BigDecimal(budget.string("reserved_usd"))).isEqualByComparingTo("0");
            assertThat(refused.json().has("remaining_usd")).isTrue();
        } else {
            assertThat(budget.number("used_tokens")).isEqualTo(worst * answered);
            assertThat(budget.number("reserved_tokens")).isZero();
            assertThat(refused.number("remaining_tokens")).isLessThan(worst);
        }
    }

    @Test
    void everyScopeCounts() {
        long worst = worstOf("How much?");
        Person one = stage.given.personWith("ai:use");
        stage.given.role("team", "ai:use");
        Person two = stage.given.user().withRole("team").signedIn();
        Person three = stage.given.user().withRole("team").signedIn();

        put("user:" + one.id(), Map.of("period", "month", "limit_tokens", worst))
                .hasStatus(200);
        AiStage.chat(one.api(), "How much?").hasStatus(200);
        assertThat(AiStage.chat(one.api(), "How much?")
                        .isProblem(402, "budget_exhausted")
                        .string("scope"))
                .isEqualTo("user:" + one.id());
        AiStage.chat(two.api(), "How much?").hasStatus(200);

        put("role:team", Map.of("period", "day", "limit_tokens", worst * 2 + 10))
                .hasStatus(200);
        assertThat(get("role:team").number("used_tokens"))
                .as("what was used before counts")
                .isEqualTo(worst);
        AiStage.chat(three.api(), "How much?").hasStatus(200);
        assertThat(AiStage.chat(two.api(), "How much?")
                        .isProblem(402, "budget_exhausted")
                        .string("scope"))
                .isEqualTo("role:team");
        assertThat(AiStage.chat(three.api(), "How much?")
                        .isProblem(402, "budget_exhausted")
                        .string("period"))
                .isEqualTo("day");
        Answer own = three.api().get("/api/v1/ai/usage").hasStatus(200);
        assertThat(own.json().path("totals").path("calls").asLong()).isEqualTo(1);
        assertThat(own.json().path("totals").path("output_tokens").asLong()).isEqualTo(1_000);
        assertThat(own.json().path("budgets").path(0).path("remaining_tokens").asLong())
                .isEqualTo(10);
        assertThat(own.json().path("budgets").path(0).path("scope").asText()).isEqualTo("role:team");
    }

    @Test
    void aBudgetIsSetReadChangedAndRemoved() {
        Api admin = stage.given.admin().api();
        admin.get("/api/v1/ai/budgets/global").isProblem(404, "not_found");
        put("global", Map.of("period", "month", "limit_usd", 5)).hasStatus(200);
        Answer budget = admin.get("/api/v1/ai/budgets/global").hasStatus(200);
        assertThat(budget.string("limit_usd")).isEqualTo("5");
        assertThat(budget.string("remaining_usd")).isEqualTo("5");
        assertThat(budget.json().path("limit_tokens").isNull()).isTrue();
        Instant renewal = java.time.YearMonth.now(ZoneOffset.UTC)
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        assertThat(Instant.parse(budget.string("renews_at"))).isEqualTo(renewal);
        put("global", Map.of("period", "day", "limit_usd", 0.5)).hasStatus(200);
        assertThat(admin.get("/api/v1/ai/budgets").each("period")).containsExactlyInAnyOrder("month", "day");
        assertThat(admin.get("/api/v1/ai/budgets/global?period=day").string("limit_usd"))
                .isEqualTo("0.5");
        put("global", Map.of("period", "month", "limit_usd", 7, "limit_tokens", 9))
                .hasStatus(200);
        assertThat(admin.get("/api/v1/ai/budgets/global").string("limit_usd")).isEqualTo("7");
        admin.delete("/api/v1/ai/budgets/global?period=month").hasStatus(204);
        assertThat(admin.get("/api/v1/ai/budgets/global").string("period")).isEqualTo("day");
        admin.delete("/api/v1/ai/budgets/global").hasStatus(204);
        admin.delete("/api/v1/ai/budgets/global").isProblem(404, "not_found");
    }

    @Test
    void aBudgetThatMakesNoSenseIsRefused() {
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("period", "day"),
                Map.of("limit_usd", 5),
                Map.of("period", "week", "limit_usd", 5),
                Map.of("period", "day", "limit_usd", -1),
                Map.of("period", "day", "limit_usd", 1e9),
                Map.of("period", "day", "limit_tokens", -1),
                Map.of("period", "day", "limit_usd", 5, "currency", "EUR"))) {
            assertThat(put("global", body).status()).as(body.toString()).isEqualTo(422);
        }
        for (String scope : List.of("user:999999999", "user:x", "user:-1", "role:nobody", "everybody", "role:")) {
            put(scope, Map.of("period", "day", "limit_usd", 5)).isProblem(404, "not_found");
        }
        assertThat(stage.given
                        .admin()
                        .api()
                        .get("/api/v1/ai/budgets/global?period=week")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aCallThatIsNeverSettledIsChargedInFullAndReleased() {
        put("global", Map.of("period", "day", "limit_usd", 5)).hasStatus(200);
        stage.model.plays(call -> {
            // Meanwhile the process "dies": what it holds runs out, and the sweep finds it.
            stage.database
                    .jdbi()
                    .useHandle(handle ->
                            handle.execute("UPDATE ai_reservations SET expires_at = now() - interval '1 minute'"));
            Answer purged =
                    stage.gatehouse.admin().post("/tasks/purge-expired", null).hasStatus(200);
            assertThat(purged.text()).contains("AI reservations: 1");
            call.answer("Too late.");
        });
        BigDecimal before = new BigDecimal(get("global").string("used_usd"));
        AiStage.chat(stage.person().api(), "Hello").hasStatus(200);

        Map<String, Object> row = stage.ledger().get(0);
        assertThat(row).containsEntry("finish", "lost").containsEntry("is_reported", false);
        assertThat((BigDecimal) row.get("cost_usd")).isEqualByComparingTo((BigDecimal) row.get("reserved_usd"));
        Answer budget = get("global");
        assertThat(new BigDecimal(budget.string("used_usd")))
                .isEqualByComparingTo(before.add((BigDecimal) row.get("reserved_usd")));
        assertThat(new BigDecimal(budget.string("reserved_usd"))).isEqualByComparingTo("0");
        assertThat(stage.reservations()).isZero();
    }

    @Test
    void whatACallMayCostIsHeldWhileItIsUnderWay() {
        put("global", Map.of("period", "day", "limit_usd", 5)).hasStatus(200);
        stage.model.plays(call -> {
            assertThat(stage.reservedUsd()).isPositive();
            call.answer("Yes.");
        });
        AiStage.chat(stage.person().api(), "Hello").hasStatus(200);
        assertThat(stage.reservedUsd()).isEqualByComparingTo("0");
    }

    @Test
    void fourFifthsAreToldByMailOnce() {
        long worst = worstOf("How much?");
        Person person = stage.person();
        stage.database
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE users SET locale = 'de' WHERE id = ?", person.id()));
        put("user:" + person.id(), Map.of("period", "month", "limit_tokens", worst * 5))
                .hasStatus(200);
        for (int i = 0; i < 3; i++) {
            AiStage.chat(person.api(), "How much?").hasStatus(200);
        }
        assertThat(letters(person.email())).isEmpty();
        AiStage.chat(person.api(), "How much?").hasStatus(200);
        AiStage.chat(person.api(), "How much?").hasStatus(200);
        AiStage.chat(person.api(), "How much?").hasStatus(402);
        assertThat(letters(person.email())).containsExactly("ai-budget-own");

        Person admin = stage.given.admin();
        put("global", Map.of("period", "day", "limit_tokens", worst * 8)).hasStatus(200);
        AiStage.chat(stage.person().api(), "How much?").hasStatus(200);
        assertThat(letters(admin.email())).containsExactly("ai-budget-shared");
    }

    private static List<String> letters(String address) {
        return stage.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT template FROM mail_outbox WHERE recipient = :to")
                .bind("to", address)
                .mapTo(String.class)
                .list());
    }

    @Test
    void usageIsSummedAndExported() {
        stage.model.plays(call -> call.answer(1_000, 500, "Yes."));
        Person one = stage.person();
        Person two = stage.person();
        AiStage.chat(one.api(), "One").hasStatus(200);
        AiStage.chat(one.api(), "Two").hasStatus(200);
        two.api()
                .post("/api/v1/ai/chat", Map.of("message", "x", "model", "claude-haiku-4-5"))
                .hasStatus(200);
        Api admin = stage.given.admin().api();

        Answer byUser = admin.get("/api/v1/ai/usage/summary?group_by=user").hasStatus(200);
        assertThat(byUser.each("key")).containsExactly(Long.toString(two.id()), Long.toString(one.id()));
        assertThat(byUser.each("calls")).containsExactly("1", "2");
        assertThat(byUser.text()).contains("\"cost_usd\":0.0035", "\"cost_usd\":0.0009");
        assertThat(admin.get("/api/v1/ai/usage/summary?group_by=model").each("key"))
                .containsExactly("claude-haiku-4-5", "gpt-4o-mini");
        assertThat(admin.get("/api/v1/ai/usage/summary?group_by=day").each("key"))
                .containsExactly(java.time.LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(admin.get("/api/v1/ai/usage/summary?group_by=day&to=2020-01-01")
                        .json())
                .isEmpty();
        admin.get("/api/v1/ai/usage/summary?group_by=shoe").isProblem(400, "malformed_parameter");
        admin.get("/api/v1/ai/usage?from=yesterday").isProblem(400, "malformed_parameter");
        admin.get("/api/v1/ai/usage?from=2026-02-01&to=2026-01-01").isProblem(400, "malformed_parameter");

        Answer csv = admin.get("/api/v1/ai/usage/export").hasStatus(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).contains("ai-usage-20");
        assertThat(csv.text().lines()).hasSize(4);
        assertThat(csv.text()).startsWith("id,started_at,user_id").contains(",gpt-4o-mini,", ",0.0035000000,");
        assertThat(admin.get("/api/v1/ai/usage/export?month=2020-01").text().lines())
                .hasSize(1);
        admin.get("/api/v1/ai/usage/export?month=202").isProblem(400, "malformed_parameter");
    }

    @Test
    void theLedgerIsFinal() {
        stage.model.plays(call -> call.answer("Yes."));
        AiStage.chat(stage.person().api(), "Hello").hasStatus(200);
        for (String table : List.of("ai_calls SET user_id = 0", "ai_call_results SET cost_usd = 0")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> stage.database.jdbi().useHandle(handle -> handle.execute("UPDATE " + table)))
                    .hasMessageContaining("never changed");
        }
    }

    @Test
    void oldConversationsArePurged() {
        stage.model.plays(call -> call.answer("Yes."));
        Person person = stage.person();
        AiStage.chat(person.api(), "Old").hasStatus(200);
        AiStage.chat(person.api(), "New").hasStatus(200);
        stage.database
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE ai_conversations SET updated_at = now() - interval '91 days' WHERE title = 'Old'"));
        assertThat(stage.gatehouse.admin().post("/tasks/purge-expired", null).text())
                .contains("AI conversations: 1", "AI calls: 0");
        assertThat(person.api().get("/api/v1/ai/conversations").each("title")).containsExactly("New");
    }
}
