package dev.gatehouse.ai;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The application with providers that tests direct: {@code main} (OpenAI's protocol) and {@code claude}. */
final class AiStage implements AutoCloseable {
    static final String KEY = "sk-main-0123456789";
    static final String OTHER_KEY = "sk-ant-9876543210";

    final TestDatabase database;
    final StubModel model;
    final Gatehouse gatehouse;
    final Given given;

    private AiStage(TestDatabase database, Map<String, String> more) {
        this.database = database;
        this.model = StubModel.start();
        Map<String, String> overrides = new HashMap<>(Map.of(
                "ai.provider", "main",
                "ai.providers.main.type", "openai",
                "ai.providers.main.baseUrl", model.url(),
                "ai.providers.main.apiKey", KEY,
                "ai.providers.main.models", "gpt-4o-mini,unheard-of",
                "ai.providers.main.silence", "1500ms",
                "ai.providers.claude.type", "anthropic",
                "ai.providers.claude.baseUrl", model.url(),
                "ai.providers.claude.apiKey", OTHER_KEY,
                "ai.providers.claude.models", "claude-haiku-4-5"));
        overrides.put("ai.providers.claude.silence", "1500ms");
        overrides.putAll(more);
        this.gatehouse = Gatehouse.start(database, overrides);
        this.given = Given.on(database, gatehouse);
    }

    static AiStage open(TestDatabase database) {
        return new AiStage(database, Map.of());
    }

    static AiStage open(TestDatabase database, Map<String, String> more) {
        return new AiStage(database, more);
    }

    /** Somebody who may use AI. */
    Given.Person person() {
        return given.personWith("ai:use");
    }

    static Answer chat(Api api, String message) {
        return api.post("/api/v1/ai/chat", Map.of("message", message));
    }

    /** What the ledger has, the newest first. */
    List<Map<String, Object>> ledger() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT c.*, r.model AS answered_by, r.input_tokens, r.output_tokens, r.is_reported, r.cost_usd,
                               r.finish, r.error_code, r.answer, r.latency_ms, r.first_token_ms
                          FROM ai_calls c LEFT JOIN ai_call_results r ON r.call_id = c.id
                         ORDER BY c.id DESC
                        """).mapToMap().list());
    }

    long reservations() {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM ai_reservations")
                .mapTo(Long.class)
                .one());
    }

    BigDecimal reservedUsd() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT coalesce(sum(reserved_usd), 0) FROM ai_spend")
                        .mapTo(BigDecimal.class)
                        .one());
    }

    @Override
    public void close() {
        gatehouse.close();
        model.close();
    }
}
