package dev.gatehouse.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.http.Json;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.testing.Cable;
import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code doctor} says what is wrong before the service does. */
@ExtendWith(GatehouseExtension.class)
class DoctorTest {
    @Test
    void everyDependencyIsLookedAt(TestDatabase database) throws Exception {
        Outcome outcome = Console.on(database).run("doctor", "--json");

        Map<String, String> verdicts = verdicts(outcome);
        assertThat(verdicts)
                .containsEntry("database", "OK")
                .containsEntry("schema", "OK")
                .containsEntry("clock", "OK")
                .containsEntry("connections", "OK")
                .containsEntry("signing keys", "OK")
                .containsEntry("mail", "OK")
                .containsKeys("outbox", "audit", "mail folder");
        // The database of the tests does without fsync.
        assertThat(verdicts).containsEntry("durability", "WARNING");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().strip().lines()).singleElement().asString().contains("warnings");
    }

    @Test
    void aDatabaseThatIsAwayIsTheFirstThingToKnow(TestDatabase database) throws Exception {
        try (Cable cable = new Cable(database.address())) {
            cable.pull();

            Outcome outcome = Console.on(database.behind(cable)).run("doctor", "--json");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(verdicts(outcome)).containsEntry("database", "FAILURE").containsEntry("mail", "OK");
        }
    }

    @Test
    void aSchemaThatIsNotThereYetIsSaid(TestDatabase shared) {
        try (TestDatabase database = shared.empty()) {
            Outcome production = Console.on(database)
                    .with("environment", "production")
                    .with("limits.enabled", "true")
                    .with("mail.type", "smtp")
                    .with("mail.host", "127.0.0.1")
                    .run("doctor");
            assertThat(production.exitCode()).isEqualTo(1);
            assertThat(production.out()).containsPattern("FAILURE +schema +pending, run `db migrate`: \\[001-users");

            Outcome development = Console.on(database).run("doctor");
            assertThat(development.exitCode()).isEqualTo(2);
            assertThat(development.out()).containsPattern("WARNING +schema +the start will run \\[001-users");
        }
    }

    @Test
    void anotherMasterKeyThanThatOfTheDatabaseIsNoticed(TestDatabase database) throws Exception {
        Outcome outcome = Console.on(database)
                .with("masterKey", MasterKey.generate().reveal())
                .run("doctor", "--json");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(verdicts(outcome)).containsEntry("signing keys", "FAILURE");
        assertThat(outcome.out()).contains("the master key is not the one");
    }

    @Test
    void moreReplicasThanThereAreConnectionsIsCountedOut(TestDatabase database) throws Exception {
        Outcome outcome = Console.on(database)
                .with("replicas", "50")
                .with("store.type", "memory")
                .run("doctor", "--json");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(verdicts(outcome)).containsEntry("connections", "FAILURE");
        assertThat(outcome.out()).contains("50 replicas x (30 of the pool + 1) + 3 for commands = 1553 of 97");
    }

    private static Map<String, String> verdicts(Outcome outcome) throws Exception {
        JsonNode report = Json.mapper().readTree(outcome.out());
        return StreamSupport.stream(report.path("checks").spliterator(), false)
                .collect(Collectors.toMap(check -> check.path("name").asText(), check -> check.path("verdict")
                        .asText()));
    }
}
