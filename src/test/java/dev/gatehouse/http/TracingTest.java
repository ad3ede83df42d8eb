package dev.gatehouse.http;

import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** One request can be followed through everything that it sets going. */
@ExtendWith(GatehouseExtension.class)
class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Path MAIL = Path.of("target", "mail-" + System.getProperty("test.fork", "1"));

    @Test
    void theTraceThatACallerToldIsOnTheAuditLogBesideTheRequest(Given given, TestDatabase database) {
        Api admin = given.admin().api().with("X-Request-ID", "told");

        admin.with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .post("/api/v1/permissions", Map.of("name", "trace:told"))
                .hasStatus(201);
        admin.with("X-Request-ID", "untold")
                .post("/api/v1/permissions", Map.of("name", "trace:untold"))
                .hasStatus(201);

        List<String> rows = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT request_id || ' ' || coalesce(details ->> 'trace_id', '-')
                          FROM audit_logs
                         WHERE action = 'permission.created'
                         ORDER BY occurred_at
                        """).mapTo(String.class).list());
        assertThat(rows).containsExactly("told " + TRACE, "untold -");
    }

    @Test
    void aMailTellsWhichRequestItIsFrom(Given given) {
        String requestId = "mail-of-" + System.nanoTime();

        given.admin()
                .api()
                .with("X-Request-ID", requestId)
                .post("/api/v1/users", Map.of("email", "new@example.com", "first_name", "N", "last_name", "C"))
                .hasStatus(201);

        JarProcess.await("mail", () -> mails().anyMatch(mail -> mail.contains("\nX-Request-ID: " + requestId)));
    }

    private static Stream<String> mails() {
        try (Stream<Path> files = Files.list(MAIL)) {
            return files.filter(file -> file.toString().endsWith(".eml")).map(TracingTest::read).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
