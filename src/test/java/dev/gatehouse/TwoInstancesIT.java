package dev.gatehouse;

import dev.gatehouse.testing.JarProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two services on one data folder would be the end of the data. */
class TwoInstancesIT {
    @Test
    void aSecondServerOnTheSameFolderIsRefusedInOneLine() {
        try (JarProcess first = new JarProcess().start()) {
            JarProcess.Outcome second = first.run("server", "config.yml");

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("already in use", "pid " + first.pid());
            assertThat(first.isReady()).isTrue();

            first.terminate();
            assertThat(first.waitForEnd(Duration.ofSeconds(20))).isIn(0, 143);
            first.start();
        }
    }
}
