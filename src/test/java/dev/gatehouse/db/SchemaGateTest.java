package dev.gatehouse.db;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Cable;
import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A service that comes up before its schema, or before its database. */
@ExtendWith(GatehouseExtension.class)
class SchemaGateTest {
    private static final Map<String, String> SIGN_IN = Map.of("email", "a@example.com", "password", "whatever it is");

    @Test
    @Tag("promise-9")
    void productionWaitsForSomebodyToMigrateAndOpensByItself(TestDatabase shared) {
        try (TestDatabase database = shared.empty();
                Gatehouse replica = Gatehouse.start(
                        database,
                        Map.of(
                                "environment", "production",
                                "limits.enabled", "true",
                                "mail.type", "smtp",
                                "mail.host", "127.0.0.1"))) {
            Api api = replica.api();

            Answer refused = api.post("/api/v1/auth/login", SIGN_IN).isProblem(503, "not_ready");
            assertThat(refused.header("Retry-After")).matches("[1-5]");
            api.get("/health/live").hasStatus(200);
            api.get("/health").hasStatus(503);
            Answer ready = api.get("/health/ready").hasStatus(503);
            assertThat(ready.json().path("pending_migrations").toString()).contains("001-users", "007-audit");
            assertThat(ready.json().at("/checks/schema").asText()).isEqualTo("unhealthy");

            assertThat(Console.on(database).run("db", "migrate").exitCode()).isZero();

            JarProcess.await("readiness", () -> api.get("/health/ready").status() == 200);
            api.post("/api/v1/auth/login", SIGN_IN).isProblem(401, "invalid_credentials");
            assertThat(api.get("/health/ready").json().has("pending_migrations"))
                    .isFalse();
        }
    }

    @Test
    @Tag("promise-9")
    void aDatabaseThatIsDownAtTheStartIsWaitedFor(TestDatabase shared) {
        try (Cable cable = new Cable(shared.address())) {
            cable.pull();
            try (Gatehouse replica = Gatehouse.start(shared.behind(cable), Map.of())) {
                replica.api().post("/api/v1/auth/login", SIGN_IN).isProblem(503, "not_ready");
                replica.api().get("/health/live").hasStatus(200);
                assertThat(replica.api().get("/health").hasStatus(503).string("database"))
                        .isEqualTo("unhealthy");

                cable.mend();

                JarProcess.await(
                        "readiness", () -> replica.api().get("/health/ready").status() == 200);
                replica.api().post("/api/v1/auth/login", SIGN_IN).isProblem(401, "invalid_credentials");
            }
        }
    }

    @Test
    void aSchemaOfALaterReleaseIsNotTouchedAndNotServed(TestDatabase shared) {
        try (TestDatabase database = shared.empty()) {
            assertThat(Console.on(database).run("db", "migrate").exitCode()).isZero();
            ranByALaterRelease(database, "999-from-the-future");

            try (Gatehouse replica = Gatehouse.start(database, Map.of())) {
                replica.api().post("/api/v1/auth/login", SIGN_IN).isProblem(503, "not_ready");
                replica.api().get("/health/live").hasStatus(200);
                Answer ready = replica.api().get("/health/ready").hasStatus(503);
                assertThat(ready.json().path("unknown_migrations").toString()).contains("999-from-the-future");
                assertThat(ready.json().at("/checks/schema").asText()).isEqualTo("unhealthy");
                assertThat(replica.admin().get("/healthcheck").text()).contains("migrated by a later release");
            }
            assertThat(Console.on(database)
                            .run("create-admin", "--email", "root@example.com")
                            .err())
                    .contains("migrated by a later release");
        }
    }

    @Test
    void theWayBackFromAnUpgradeIsTakenOnRequest(TestDatabase shared) {
        try (TestDatabase database = shared.empty()) {
            assertThat(Console.on(database).run("db", "migrate").exitCode()).isZero();
            ranByALaterRelease(database, "999-from-the-future");

            try (Gatehouse replica = Gatehouse.start(database, Map.of("acceptNewerSchema", "true"))) {
                JarProcess.await(
                        "readiness", () -> replica.api().get("/health/ready").status() == 200);
                replica.api().post("/api/v1/auth/login", SIGN_IN).isProblem(401, "invalid_credentials");
            }
        }
    }

    private static void ranByALaterRelease(TestDatabase database, String changeSet) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
                VALUES (?, 'gatehouse', 'migrations.xml', now(), 9999, 'EXECUTED')
                """, changeSet));
    }
}
