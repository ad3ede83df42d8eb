package dev.gatehouse.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Sentry is told, received by an HTTP server that stands in its place. */
@ExtendWith(GatehouseExtension.class)
class SentryTest {
    private static final List<String> ENVELOPES = new CopyOnWriteArrayList<>();

    private static HttpServer sentry;
    private static TestDatabase ours;
    private static Gatehouse replica;

    @BeforeAll
    static void start(TestDatabase shared) throws IOException {
        sentry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sentry.createContext("/api/1/envelope/", exchange -> {
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] body =
                    (gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()).readAllBytes();
            ENVELOPES.add(new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });
        sentry.start();
        ours = shared.another();
        replica = Gatehouse.start(
                ours,
                Map.of(
                        "monitoring.sentry.dsn",
                        "http://key@127.0.0.1:" + sentry.getAddress().getPort() + "/1",
                        "monitoring.sentry.environment",
                        "test"));
    }

    @AfterAll
    static void stop() {
        replica.close();
        ours.close();
        sentry.stop(0);
    }

    @Test
    void anUnexpectedFailureIsReportedOnceWithItsRequestAndWithoutAnythingPrivate() throws IOException {
        Person admin = Given.on(ours, replica).admin();
        String secret = "ann.private@example.com";
        ours.jdbi().useHandle(handle -> handle.execute("ALTER TABLE mail_outbox RENAME COLUMN recipient TO gone"));

        // Expected answers are nobody's failure.
        replica.api().get("/api/v1/users/me").hasStatus(401);
        replica.api().get("/no-such-page").hasStatus(404);
        admin.api().post("/api/v1/roles", Map.of("name", "")).hasStatus(422);
        Answer failed = admin.api()
                .with("X-Request-ID", "the-one-that-failed")
                .get("/api/v1/mail/outbox?recipient=" + secret)
                .isProblem(500, "internal_error");

        JarProcess.await("report", () -> !events().isEmpty());
        assertThat(events()).hasSize(1);
        JsonNode event = events().get(0);
        assertThat(event.at("/tags/request_id").asText())
                .isEqualTo("the-one-that-failed")
                .isEqualTo(failed.header("X-Request-ID"));
        assertThat(event.at("/tags/route").asText()).isEqualTo("/api/v1/mail/outbox");
        assertThat(event.at("/tags/user_id").asText()).isEqualTo(Long.toString(admin.id()));
        assertThat(event.at("/tags/trace_id").asText()).matches("[0-9a-f]{32}");
        assertThat(event.path("environment").asText()).isEqualTo("test");
        assertThat(event.path("release").asText()).startsWith("gatehouse@");
        assertThat(event.at("/exception/values").findValuesAsText("type")).contains("PSQLException");
        assertThat(String.join("", ENVELOPES))
                .doesNotContain(secret, admin.accessToken(), admin.email(), "Authorization", "server_name")
                .doesNotContain(InetAddress.getLocalHost().getHostName() + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no such user: ann@example.com",
                "ERROR: duplicate key value Detail: Key (email)=(ann@example.com) already exists.",
                "Key (name, phone)=(Ann, 555 1234) is not present",
                "bad token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
                "Authorization: Bearer",
                "password=hunter2",
                "\"secret\": \"hunter2\"",
                "$argon2id$v=19$m=256,t=1,p=1$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI",
            })
    void whatIsPrivateIsCutOutOfMessages(String message) {
        assertThat(Scrubbed.text(message))
                .contains("[cut]")
                .doesNotContain("ann@", "555", "hunter2", "eyJ", "Bearer", "roJsbZ");
    }

    @Test
    void whatIsNotPrivateStays() {
        String message = "ERROR: column \"recipient\" does not exist (dev.gatehouse.mail.OutboxDao.list) Position: 42";

        assertThat(Scrubbed.text(message)).isEqualTo(message);
    }

    private static List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        for (String envelope : ENVELOPES) {
            String[] lines = envelope.split("\n", -1);
            for (int i = 1; i + 1 < lines.length; i += 2) {
                if (json(lines[i]).path("type").asText().equals("event")) {
                    events.add(json(lines[i + 1]));
                }
            }
        }
        return events;
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
