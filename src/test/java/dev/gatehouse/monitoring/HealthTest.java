package dev.gatehouse.monitoring;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Cable;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service says, of itself and to its callers, while its database is away. */
@ExtendWith(GatehouseExtension.class)
class HealthTest {
    private static Cable cable;
    private static Gatehouse replica;

    @BeforeAll
    static void startBehindACable(TestDatabase database) {
        cable = new Cable(database.address());
        replica = Gatehouse.start(
                database.behind(cable), Map.of("database.pool.statementTimeout", "1s", "database.pool.minSize", "2"));
    }

    @AfterEach
    void mend() {
        cable.mend();
        JarProcess.await("readiness", () -> replica.api().get("/health/ready").status() == 200);
    }

    @AfterAll
    static void stop() {
        replica.close();
        cable.close();
    }

    @Test
    void allIsWell() {
        Answer health = replica.api().get("/health").hasStatus(200);
        assertThat(health.string("status")).isEqualTo("healthy");
        assertThat(health.string("database")).isEqualTo("healthy");
        assertThat(health.string("app")).isEqualTo("Gatehouse");
        assertThat(health.string("version")).isNotBlank();

        Answer ready = replica.api().get("/health/ready").hasStatus(200);
        assertThat(ready.string("status")).isEqualTo("ready");
        assertThat(ready.json().at("/checks/postgresql").asText()).isEqualTo("healthy");
        assertThat(ready.json().at("/checks/schema").asText()).isEqualTo("healthy");
    }

    @Test
    @Tag("defect-45")
    @Tag("promise-9")
    void aDatabaseThatIsGoneIsSaidAndItsReturnToo() {
        cable.pull();
        within(
                Duration.ofSeconds(6),
                () -> replica.api().get("/health").string("database").equals("unhealthy"));

        Answer health = replica.api().get("/health").hasStatus(503);
        assertThat(health.string("status")).isEqualTo("degraded");
        assertThat(health.string("database")).isEqualTo("unhealthy");
        assertThat(health.header("Retry-After")).matches("[1-5]");
        assertThat(health.text()).doesNotContainIgnoringCase("exception").doesNotContainIgnoringCase("refused");
        Answer ready = replica.api().get("/health/ready").hasStatus(503);
        assertThat(ready.string("status")).isEqualTo("not_ready");
        assertThat(ready.json().at("/checks/postgresql").asText()).isEqualTo("unhealthy");
        replica.api().get("/health/live").hasStatus(200);

        cable.mend();
        within(Duration.ofSeconds(6), () -> replica.api().get("/health").status() == 200);
    }

    private static void within(Duration patience, Supplier<Boolean> condition) {
        long begun = System.nanoTime();
        JarProcess.await("change", condition::get);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(patience);
    }
}
