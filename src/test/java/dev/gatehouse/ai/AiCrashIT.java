package dev.gatehouse.ai;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The process is killed while a model is at work: what that may have cost stays held, and is charged in the end. */
@Tag("promise-13")
class AiCrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void aKillBetweenCallAndSettlementLosesNoMoney() throws InterruptedException {
        try (StubModel model = StubModel.start();
                JarProcess jar = new JarProcess()
                        .with("files.type", "disk")
                        .with("ai.provider", "main")
                        .with("ai.providers.main.type", "openai")
                        .with("ai.providers.main.baseUrl", model.url())
                        .with("ai.providers.main.models", "gpt-4o-mini")
                        .with("ai.providers.main.timeout", "10s")
                        .start()) {
            model.plays(StubModel.Call::hang);
            admin(jar)
                    .put("/api/v1/ai/budgets/global", Map.of("period", "month", "limit_usd", 5))
                    .hasStatus(200);
            Api caller = admin(jar);
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> AiStage.chat(caller, "Hello"));
            JarProcess.await("the call", () -> model.calls().size() == 1);
            BigDecimal held = reserved(jar);
            assertThat(held).isPositive();

            jar.kill();
            assertThat(call.handle((done, error) -> error)).succeedsWithin(Duration.ofSeconds(30));
            jar.start();

            assertThat(reserved(jar)).isEqualByComparingTo(held);
            long start = System.nanoTime();
            while (reserved(jar).signum() > 0) {
                assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
                Thread.sleep(1_000);
            }
            Answer budget = admin(jar).get("/api/v1/ai/budgets/global").hasStatus(200);
            assertThat(new BigDecimal(budget.string("used_usd"))).isEqualByComparingTo(held);
            Answer days = admin(jar).get("/api/v1/ai/usage/summary").hasStatus(200);
            assertThat(days.each("failed_calls")).containsExactly("1");
            System.out.printf(
                    "killed with %s USD held; charged by the sweep after %d s%n",
                    held.toPlainString(), (System.nanoTime() - start) / 1_000_000_000);
        }
    }

    private static BigDecimal reserved(JarProcess jar) {
        Answer budget = admin(jar).get("/api/v1/ai/budgets/global").hasStatus(200);
        return new BigDecimal(budget.string("reserved_usd"));
    }

    private static Api admin(JarProcess jar) {
        return jar.api()
                .withToken(jar.api()
                        .post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                        .hasStatus(200)
                        .string("access_token"));
    }
}
