package dev.gatehouse;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import dev.gatehouse.testing.Tour;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's tour, run as a reader would: every command, in order, in one shell, with the output it promises. */
@ExtendWith(GatehouseExtension.class)
class ReadmeTourTest {
    @Test
    void everyStepPrintsWhatTheReadmePromises(TestDatabase database) throws Exception {
        Tour tour = Tour.of("README.md");
        assertThat(tour.length()).isGreaterThan(5);
        try (Gatehouse gatehouse = Gatehouse.start(database, Map.of("sampleData", "true"))) {
            tour.walk(gatehouse);
        }
    }
}
