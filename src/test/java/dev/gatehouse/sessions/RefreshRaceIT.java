package dev.gatehouse.sessions;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many rounds of the race for one refresh token. */
@ExtendWith(GatehouseExtension.class)
@Tag("defect-5")
@Tag("promise-2")
class RefreshRaceIT {
    private static final int ROUNDS = 500;

    @Test
    void withGraceEverybodyGetsTheOneSuccessor(Gatehouse gatehouse, Given given, TestDatabase database)
            throws Exception {
        try (Gatehouse second = Gatehouse.start(database, Map.of());
                RefreshRace race = new RefreshRace(List.of(gatehouse, second), new Evidence(database))) {
            for (int round = 0; round < ROUNDS; round++) {
                race.roundWithGrace(given.user().signedIn());
            }
        }
    }

    @Test
    void withoutGraceOneGetsASuccessorAndNobodyKeepsIt(Given given, TestDatabase database) throws Exception {
        Map<String, String> noGrace = Map.of("sessions.reuseGrace", "0s");
        try (Gatehouse first = Gatehouse.start(database, noGrace);
                Gatehouse second = Gatehouse.start(database, noGrace);
                RefreshRace race = new RefreshRace(List.of(first, second), new Evidence(database))) {
            for (int round = 0; round < ROUNDS; round++) {
                race.roundWithoutGrace(given.user().signedIn());
            }
        }
    }
}
