package dev.gatehouse.users;

import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.kernel.MetricName;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A real HTTP server in the place of Have I Been Pwned, well and unwell. */
class BreachCheckTest {
    private static final Duration SOON = Duration.milliseconds(300);
    /** SHA-1 of "password": 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8. */
    private static final String REST = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

    private final MetricRegistry metrics = new MetricRegistry();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Answering answering;

    private interface Answering {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Add-Padding"));
            try {
                answering.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aStolenPasswordIsFoundAndOnlyItsRangeIsTold() {
        answering = with(200, "0000000000000000000000000000000000A:3\r\n" + REST + ":3730471\r\n");

        assertThat(service().isBreached("password")).isTrue();
        assertThat(asked).containsExactly("/range/5BAA6 true");
        assertThat(outcome("breached")).isEqualTo(1);
    }

    @Test
    void paddingAndOtherPasswordsOfTheRangeAreNotTheOne() {
        answering = with(200, REST + ":0\r\n" + REST.replace('1', '2') + ":9\r\n");

        assertThat(service().isBreached("password")).isFalse();
        assertThat(outcome("clean")).isEqualTo(1);
    }

    @Test
    void whatCannotBeAskedLetsPeopleIn() {
        List<Answering> troubles = new ArrayList<>(
                List.of(with(500, "oops"), with(302, ""), with(404, ""), exchange -> Thread.sleep(2_000), exchange -> {
                    exchange.sendResponseHeaders(200, 1_000_000);
                    exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                }));
        for (Answering trouble : troubles) {
            answering = trouble;
            long begun = System.nanoTime();
            assertThat(service(SOON).isBreached("password")).isFalse();
            assertThat(System.nanoTime() - begun)
                    .isLessThan(java.time.Duration.ofMillis(1_500).toNanos());
        }
        assertThat(outcome("unknown")).isEqualTo(troubles.size());
    }

    @Test
    void aServiceThatIsDownIsLeftAloneForAWhile() {
        answering = exchange -> Thread.sleep(2_000);
        RangeService service = service(SOON);
        assertThat(service.isBreached("password")).isFalse();

        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(service.isBreached("password" + i)).isFalse();
        }
        assertThat(System.nanoTime() - begun)
                .isLessThan(java.time.Duration.ofMillis(200).toNanos());
        assertThat(asked).hasSize(1);
    }

    @Test
    void garbageIsNoBreach() {
        answering = with(200, "<html>\u0000\n:::\n" + "x".repeat(100_000));

        assertThat(service().isBreached("password")).isFalse();
    }

    private RangeService service() {
        return service(Duration.seconds(20));
    }

    private RangeService service(Duration patience) {
        return new RangeService(
                new BreachCheckConfig("http://127.0.0.1:" + server.getAddress().getPort(), patience), metrics);
    }

    private long outcome(String name) {
        return metrics.counter(MetricName.of("breach_checks", "outcome", name)).getCount();
    }

    private static Answering with(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }
}
