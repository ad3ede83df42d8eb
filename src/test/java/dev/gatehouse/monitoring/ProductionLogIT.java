package dev.gatehouse.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import dev.gatehouse.testing.TestRedis;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The jar with config-prod.yml: every line that it writes is one JSON object, from the first to the last. */
class ProductionLogIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void everyLineIsAnObjectFromTheStartOverAStackTraceToTheEnd() {
        try (TestDatabase database = TestDatabase.open();
                TestRedis redis = new TestRedis().start();
                JarProcess service = production(database, redis)) {
            assertThat(service.run("db", "migrate", "config-prod.yml").exitCode())
                    .isZero();
            Outcome administrator = service.run("create-admin", "--email", "ops@example.org", "config-prod.yml");
            assertThat(administrator.exitCode()).as(administrator.err()).isZero();
            service.start();
            String token = signIn(service.api(), administrator.out());

            Answer me = service.api()
                    .withToken(token)
                    .with("X-Request-ID", "the-first-one")
                    .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .get("/api/v1/users/me")
                    .hasStatus(200);
            service.api().get("/api/v1/nothing?token=not-for-the-log").hasStatus(404);
            database.jdbi()
                    .useHandle(handle -> handle.execute("ALTER TABLE mail_outbox RENAME COLUMN recipient TO gone"));
            service.api()
                    .withToken(token)
                    .with("X-Request-ID", "the-one-that-failed")
                    .get("/api/v1/mail/outbox")
                    .hasStatus(500);
            service.terminate();
            service.waitForEnd(Duration.ofSeconds(60));

            List<JsonNode> lines =
                    service.output().lines().map(ProductionLogIT::object).toList();
            assertThat(lines).hasSizeGreaterThan(5);
            JsonNode request = one(lines, "the-first-one");
            assertThat(request.path("trace_id").asText()).isEqualTo(TRACE);
            assertThat(request.path("user_id").asText())
                    .isEqualTo(me.json().path("id").asText());
            assertThat(request.path("route").asText()).isEqualTo("/api/v1/users/me");
            assertThat(request.path("status").asText()).isEqualTo("200");
            JsonNode failure = lines.stream()
                    .filter(line -> line.path("request_id").asText().equals("the-one-that-failed"))
                    .filter(line -> line.path("level").asText().equals("ERROR"))
                    .findFirst()
                    .orElseThrow();
            assertThat(failure.path("exception").asText())
                    .contains("PSQLException")
                    .contains("\tat ");
            assertThat(service.output()).doesNotContain("not-for-the-log", token, "ops@example.org");
        }
    }

    /** With cheap passwords and a quick end; everything else as in production. */
    private static JarProcess production(TestDatabase database, TestRedis redis) {
        return JarProcess.inProduction(Map.of(
                        "PUBLIC_URL", "https://id.example.org",
                        "MASTER_KEY", MasterKey.generate().reveal(),
                        "DATABASE_URL", database.endpoint().url(),
                        "DATABASE_USER", database.endpoint().user(),
                        "DATABASE_PASSWORD", database.endpoint().password().reveal(),
                        "REDIS_URL", redis.url(),
                        "SMTP_HOST", "127.0.0.1",
                        "SMTP_PORT", "1",
                        "MAIL_FROM", "Example <no-reply@example.org>"))
                .with("health.shutdownWaitPeriod", "0s")
                .with("passwords.memory", "1MiB");
    }

    private static String signIn(Api api, String link) {
        String token = link.replaceAll("(?s).*token=([A-Za-z0-9_-]+).*", "$1");
        api.post("/api/v1/password/reset-password", Map.of("token", token, "new_password", "a sentence nobody guesses"))
                .hasStatus(200);
        return api.post(
                        "/api/v1/auth/login",
                        Map.of("email", "ops@example.org", "password", "a sentence nobody guesses"))
                .hasStatus(200)
                .string("access_token");
    }

    private static JsonNode one(List<JsonNode> lines, String requestId) {
        List<JsonNode> found = lines.stream()
                .filter(line -> line.path("request_id").asText().equals(requestId))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static JsonNode object(String line) {
        try {
            JsonNode object = new ObjectMapper().readTree(line);
            assertThat(object.isObject()).as(line).isTrue();
            assertThat(OffsetDateTime.parse(object.path("timestamp").asText())).isNotNull();
            for (String member : List.of("level", "logger", "message")) {
                assertThat(object.path(member).isTextual())
                        .as(member + " in " + line)
                        .isTrue();
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + line, e);
        }
    }
}
