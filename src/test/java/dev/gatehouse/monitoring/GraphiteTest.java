package dev.gatehouse.monitoring;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** What a Graphite server receives. */
@ExtendWith(GatehouseExtension.class)
class GraphiteTest {
    @Test
    void linesArriveWithLabelsAsPartsOfTheName(TestDatabase database) throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (ServerSocket carbon = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread listener = new Thread(() -> receive(carbon, lines));
            listener.setDaemon(true);
            listener.start();
            try (Gatehouse replica = Gatehouse.start(
                    database,
                    Map.of(
                            "monitoring.graphite.host", "127.0.0.1",
                            "monitoring.graphite.port", Integer.toString(carbon.getLocalPort()),
                            "monitoring.graphite.prefix", "gatehouse.test",
                            "monitoring.graphite.every", "1s"))) {
                Given.on(database, replica).user().signedIn();

                JarProcess.await("line", () -> lines.stream()
                        .anyMatch(line -> line.matches("gatehouse\\.test\\.sign_ins\\.success\\.count 1 \\d+")));
            }
        }
        assertThat(lines).allMatch(line -> line.matches("[^\\s;=]+ (-?[0-9.Ee+-]+|NaN) \\d{10}"));
        assertThat(lines).anyMatch(line -> line.startsWith("gatehouse.test.password_hash.p99 "));
    }

    private static void receive(ServerSocket carbon, List<String> lines) {
        while (!carbon.isClosed()) {
            try (Socket socket = carbon.accept();
                    BufferedReader reader = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | java.io.UncheckedIOException e) {
                // The end of the test, or of a connection.
            }
        }
    }
}
