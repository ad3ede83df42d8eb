package dev.gatehouse.sessions;

import dev.gatehouse.sessions.Liveness.Change;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is taken away is gone on the next request here and within a second on another replica. */
@ExtendWith({GatehouseExtension.class, Replicas.Extension.class})
@Tag("defect-38")
@Tag("promise-4")
class LivenessTest {
    private static final int ROUNDS = 10;
    private static final int CUTS = 4;

    private Liveness liveness;
    private Evidence evidence;

    @BeforeEach
    void twoReplicas(Gatehouse gatehouse, Given given, Replicas replicas, TestDatabase database) {
        evidence = new Evidence(database);
        liveness = new Liveness(gatehouse, replicas.second(database), given);
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeIsSeenInTime(Change change) {
        for (int round = 0; round < ROUNDS; round++) {
            liveness.round(change);
        }
    }

    /** Both replicas go deaf at the moment of the change. */
    @ParameterizedTest
    @EnumSource(names = {"DEACTIVATION", "PERMISSION_TAKEN_FROM_THE_ROLE", "LOGOUT"})
    void aLostNotificationChannelHidesNothing(Change change) {
        Listeners listeners = new Listeners(evidence);
        for (int round = 0; round < CUTS; round++) {
            listeners.awaitAll();
            Person person = liveness.knownEverywhere(change);
            listeners.cut();
            change.make(liveness, person);
            liveness.assertBelieved(change, person);
        }
    }

    /** Nobody is told of this change: no notification is ever sent. */
    @Test
    void whatHappenedWhileNobodyListenedIsFoundOut() {
        Listeners listeners = new Listeners(evidence);
        for (int round = 0; round < CUTS; round++) {
            listeners.awaitAll();
            Person person = liveness.knownEverywhere(Change.DEACTIVATION);
            listeners.cut();
            evidence.change("UPDATE users SET is_active = false WHERE id = ?", person.id());
            assertThat(Eventually.within(
                            1_000, () -> person.api().get(Liveness.ME).status() == 401))
                    .isTrue();
        }
    }

    @Test
    void theServiceServesWhileTheChannelIsDown() {
        Listeners listeners = new Listeners(evidence);
        Person person = liveness.knownEverywhere(Change.LOGOUT);
        for (int round = 0; round < CUTS; round++) {
            listeners.awaitAll();
            listeners.cut();
            for (int i = 0; i < 10; i++) {
                person.api().get(Liveness.ME).hasStatus(200);
            }
        }
    }

    @Test
    void aReplicaThatHasJustStartedKnowsWhatHolds(Gatehouse gatehouse, Given given, TestDatabase database) {
        Person gone = liveness.knownEverywhere(Change.DEACTIVATION);
        Change.DEACTIVATION.make(liveness, gone);
        Person out = liveness.knownEverywhere(Change.LOGOUT);
        Change.LOGOUT.make(liveness, out);
        Person there = given.user().signedIn();

        try (Gatehouse restarted = Gatehouse.start(database, Map.of())) {
            restarted.api().withToken(gone.accessToken()).get(Liveness.ME).hasStatus(401);
            restarted.api().withToken(out.accessToken()).get(Liveness.ME).hasStatus(401);
            restarted.api().withToken(there.accessToken()).get(Liveness.ME).hasStatus(200);
            new Liveness(gatehouse, restarted, given, "another").round(Change.DEACTIVATION);
        }
    }
}
