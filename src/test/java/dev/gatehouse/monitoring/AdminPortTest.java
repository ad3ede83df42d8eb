package dev.gatehouse.monitoring;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may do what on the admin port. */
@ExtendWith(GatehouseExtension.class)
class AdminPortTest {
    private static final String TOKEN = "a-token-of-the-operators";

    private static Gatehouse guarded;

    @BeforeAll
    static void start(TestDatabase database) {
        guarded = Gatehouse.start(database, Map.of("admin.token", TOKEN));
    }

    @AfterAll
    static void stop() {
        guarded.close();
    }

    @Test
    void withATokenEverythingButTheProbesWantsIt() {
        Api nobody = guarded.admin();
        for (String path : List.of("/", "/prometheus", "/metrics", "/tasks", "/no-such-page")) {
            Answer refused = nobody.get(path).isProblem(401, "unauthorized");
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        }
        nobody.send("POST", "/tasks/gc", null, null).isProblem(401, "unauthorized");
        nobody.with("Authorization", "Bearer " + TOKEN + "x").get("/prometheus").hasStatus(401);
        nobody.with("Authorization", TOKEN).get("/prometheus").hasStatus(401);
        nobody.with("Authorization", "Bearer").get("/prometheus").hasStatus(401);

        nobody.get("/ping").hasStatus(200);
        // 500 while some dependency is unhealthy.
        assertThat(nobody.get("/healthcheck").status()).isIn(200, 500);

        Api operator = nobody.withToken(TOKEN);
        operator.get("/prometheus").hasStatus(200);
        operator.send("POST", "/tasks/gc", null, null).hasStatus(200);
    }

    @Test
    void noSpellingOfAnotherPagePassesForAProbe() {
        for (String path : List.of(
                "/ping/../prometheus",
                "/ping;/../prometheus",
                "/ping/%2e%2e/prometheus",
                "/prometheus;/ping",
                "/prometheus/ping",
                "/healthcheck/../tasks/gc",
                "/tasks/gc?/ping")) {
            assertThat(guarded.admin().send("POST", path, null, null).status())
                    .as(path)
                    .isIn(400, 401);
            assertThat(guarded.admin().get(path).status()).as(path).isIn(400, 401);
        }
    }

    @Test
    void threadsAndProfilesAreNotShown(Gatehouse gatehouse) {
        for (String path : List.of("/threads", "/pprof", "/pprof?duration=1")) {
            gatehouse.admin().get(path).hasStatus(404);
            guarded.admin().withToken(TOKEN).get(path).hasStatus(404);
        }
        assertThat(gatehouse.admin().get("/").text()).doesNotContain("/threads", "/pprof");
    }
}
