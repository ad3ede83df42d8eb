package dev.gatehouse.ops;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks that change what everybody sees, on every replica. */
@ExtendWith(GatehouseExtension.class)
class OperatorTasksTest {
    @AfterEach
    void endMaintenance(Gatehouse gatehouse) {
        task(gatehouse, "maintenance?mode=off");
    }

    @Test
    void duringMaintenanceEveryReplicaReadsAndNoneWrites(Given given, Gatehouse one, TestDatabase database) {
        Person admin = given.admin();
        try (Gatehouse two = Gatehouse.start(database, Map.of())) {
            assertThat(task(one, "maintenance?mode=on")).contains("maintenance: on since");

            List<Api> both =
                    List.of(one.api().withToken(admin.accessToken()), two.api().withToken(admin.accessToken()));
            for (Api replica : both) {
                JarProcess.await(
                        "maintenance",
                        () -> replica.patch("/api/v1/users/me", Map.of("last_name", "X"))
                                        .status()
                                == 503);
                Answer refused = replica.patch("/api/v1/users/me", Map.of("last_name", "X"))
                        .isProblem(503, "maintenance");
                assertThat(refused.header("Retry-After")).isEqualTo("30");
                replica.delete("/api/v1/users/999999999").isProblem(503, "maintenance");
                replica.post("/api/v1/auth/login", Map.of("email", "a@example.com", "password", "x"))
                        .isProblem(503, "maintenance");
                replica.get("/api/v1/users/me").hasStatus(200);
                replica.postForm("/api/v1/oauth2/introspect", Map.of("token", "x"))
                        .hasStatus(200);
                replica.post("/api/v1/ai/search-documents", Map.of("query", "gate"))
                        .hasStatus(200);
                // Metering is a write; without it nobody asks a model.
                replica.post("/api/v1/ai/chat", Map.of("message", "Which gate?", "use_documents", true))
                        .isProblem(503, "maintenance");
                replica.post(
                                "/api/v1/ai/enhance-content",
                                Map.of("content", "A long text.", "enhancement_type", "summarize"))
                        .isProblem(503, "maintenance");
                JarProcess.await("readiness", () -> replica.get("/health/ready").status() == 200);
            }

            assertThat(task(two, "maintenance?mode=off")).contains("maintenance: off");
            for (Api replica : both) {
                JarProcess.await(
                        "writes",
                        () -> replica.patch("/api/v1/users/me", Map.of("last_name", "X"))
                                        .status()
                                == 200);
            }
        }
        assertThat(actions(database)).containsSubsequence("maintenance.started", "maintenance.ended");
    }

    @Test
    void maintenanceOutlastsARestart(Gatehouse one, TestDatabase database) {
        task(one, "maintenance?mode=on");

        try (Gatehouse restarted = Gatehouse.start(database, Map.of())) {
            assertThat(task(restarted, "maintenance")).contains("maintenance: on since");
            restarted
                    .api()
                    .post("/api/v1/auth/login", Map.of("email", "a@example.com", "password", "x"))
                    .isProblem(503, "maintenance");
        }
    }

    @Test
    void whatIsSoAlreadyIsNoChange(Gatehouse gatehouse, TestDatabase database) {
        String first = task(gatehouse, "maintenance?mode=on");
        String again = task(gatehouse, "maintenance?mode=on");

        assertThat(again).startsWith("nothing to change").endsWith(first.substring(first.indexOf("maintenance:")));
        assertThat(task(gatehouse, "maintenance?mode=perhaps")).contains("say which");
        assertThat(actions(database)).filteredOn("maintenance.started"::equals).hasSize(1);
    }

    @Test
    void anOperatorSignsOutOnePerson(Given given, Gatehouse gatehouse, TestDatabase database) {
        Person ann = given.user().signedIn();
        given.signIn(ann.email(), Given.PASSWORD);
        Person bob = given.user().signedIn();

        assertThat(task(gatehouse, "end-sessions?user=" + ann.id())).isEqualTo("sessions ended: 2\n");

        ann.api().get("/api/v1/users/me").hasStatus(401);
        bob.api().get("/api/v1/users/me").hasStatus(200);
        assertThat(task(gatehouse, "end-sessions?user=" + ann.id())).isEqualTo("sessions ended: 0\n");
        assertThat(actions(database)).contains("user.sessions_ended");
    }

    @Test
    void anOperatorSignsOutEverybody(Given given, Gatehouse gatehouse, TestDatabase database) {
        Person ann = given.user().signedIn();
        Person bob = given.user().signedIn();
        bob.api().get("/api/v1/users/me").hasStatus(200);

        assertThat(task(gatehouse, "end-sessions?all=true")).isEqualTo("sessions ended: 2\n");

        for (Person person : List.of(ann, bob)) {
            person.api().get("/api/v1/users/me").hasStatus(401);
            gatehouse
                    .api()
                    .post("/api/v1/auth/refresh", Map.of("refresh_token", person.refreshToken()))
                    .hasStatus(401);
            given.signIn(person.email(), Given.PASSWORD);
        }
        assertThat(actions(database)).contains("sessions.ended");
    }

    @Test
    void whoseSessionsMustBeSaid(Given given, Gatehouse gatehouse) {
        Person ann = given.user().signedIn();

        for (String parameters : List.of("", "?user=ann", "?all=yes", "?all=true&user=1", "?user=1&user=2")) {
            assertThat(task(gatehouse, "end-sessions" + parameters))
                    .as(parameters)
                    .startsWith("say whose");
        }
        ann.api().get("/api/v1/users/me").hasStatus(200);
    }

    @Test
    void flushedCachesShowWhatWasChangedBehindTheService(Given given, Gatehouse gatehouse, TestDatabase database) {
        Person ann = given.user().signedIn();
        ann.api().get("/api/v1/users/me").hasStatus(200);
        database.jdbi()
                .useHandle(handle -> handle.execute("UPDATE users SET last_name = 'Behind' WHERE id = ?", ann.id()));
        assertThat(ann.api().get("/api/v1/users/me").string("last_name")).isNotEqualTo("Behind");

        assertThat(task(gatehouse, "flush-caches")).contains("users\n", "roles\n", "sessions\n", "signing keys\n");

        assertThat(ann.api().get("/api/v1/users/me").string("last_name")).isEqualTo("Behind");
        assertThat(actions(database)).contains("caches.flushed");
    }

    @Test
    void dropwizardsOwnTasksAreOnRecordToo(Gatehouse gatehouse, TestDatabase database) {
        task(gatehouse, "log-level?logger=dev.gatehouse.nothing&level=INFO");
        task(gatehouse, "gc");
        task(gatehouse, "purge-expired");
        task(gatehouse, "reload-ssl");

        // Recorded is what has ended, and the answer may arrive a moment before that.
        JarProcess.await("four records", () -> recordedTasks(database).size() >= 4);
        assertThat(recordedTasks(database))
                .containsExactly(
                        "log-level logger=dev.gatehouse.nothing&level=INFO", "gc", "purge-expired", "reload-ssl");
    }

    private static List<String> recordedTasks(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT target_id || coalesce(' ' || (details ->> 'parameters'), '')
                          FROM audit_logs
                         WHERE action = 'task.run'
                         ORDER BY occurred_at, id
                        """).mapTo(String.class).list());
    }

    private static String task(Gatehouse gatehouse, String task) {
        return gatehouse
                .admin()
                .send("POST", "/tasks/" + task, null, null)
                .hasStatus(200)
                .text();
    }

    private static List<String> actions(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT action FROM audit_logs ORDER BY occurred_at, id")
                        .mapTo(String.class)
                        .list());
    }
}
