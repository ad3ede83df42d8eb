package dev.gatehouse.sessions;

import dev.gatehouse.sessions.Liveness.Change;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hundred times each; also while the channel keeps breaking, and on replicas that have just started. */
@ExtendWith({GatehouseExtension.class, Replicas.Extension.class})
@Tag("defect-38")
@Tag("promise-4")
class LivenessIT {
    private static final int ROUNDS = 200;
    private static final int CUTS = 50;
    private static final int RESTARTS = 5;

    @ParameterizedTest
    @EnumSource
    void everyChangeIsSeenInTimeEveryTime(
            Change change, Gatehouse gatehouse, Given given, Replicas replicas, TestDatabase database) {
        Liveness liveness = new Liveness(gatehouse, replicas.second(database), given);
        for (int round = 0; round < ROUNDS; round++) {
            liveness.round(change);
        }
    }

    @ParameterizedTest
    @EnumSource
    void alsoWhenTheChannelBreaks(
            Change change, Gatehouse gatehouse, Given given, Replicas replicas, TestDatabase database) {
        Liveness liveness = new Liveness(gatehouse, replicas.second(database), given);
        Listeners listeners = new Listeners(new Evidence(database));
        for (int round = 0; round < CUTS; round++) {
            listeners.awaitAll();
            Person person = liveness.knownEverywhere(change);
            listeners.cut();
            change.make(liveness, person);
            liveness.assertBelieved(change, person);
        }
    }

    @Test
    void alsoRightAfterARestart(Gatehouse gatehouse, Given given, TestDatabase database) {
        for (int restart = 0; restart < RESTARTS; restart++) {
            try (Gatehouse restarted = Gatehouse.start(database, Map.of())) {
                Liveness liveness = new Liveness(gatehouse, restarted, given, "reader" + restart);
                for (Change change : Change.values()) {
                    liveness.round(change);
                }
            }
        }
    }
}
