package dev.gatehouse.sessions;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A few rounds of the race; RefreshRaceIT runs many. */
@ExtendWith({GatehouseExtension.class, Replicas.Extension.class})
@Tag("defect-5")
@Tag("promise-2")
class RefreshRaceTest {
    private static final int ROUNDS = 20;

    @Test
    void withGraceEverybodyGetsTheOneSuccessor(
            Gatehouse gatehouse, Given given, Replicas replicas, TestDatabase database) throws Exception {
        List<Gatehouse> both = List.of(gatehouse, replicas.second(database));
        try (RefreshRace race = new RefreshRace(both, new Evidence(database))) {
            for (int round = 0; round < ROUNDS; round++) {
                race.roundWithGrace(given.user().signedIn());
            }
        }
    }

    @Test
    void withoutGraceOneGetsASuccessorAndNobodyKeepsIt(Given given, Replicas replicas, TestDatabase database)
            throws Exception {
        Gatehouse strict = replicas.withoutGrace(database);
        try (RefreshRace race = new RefreshRace(List.of(strict, strict), new Evidence(database))) {
            for (int round = 0; round < ROUNDS; round++) {
                race.roundWithoutGrace(given.user().signedIn());
            }
        }
    }
}
