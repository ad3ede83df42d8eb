package dev.gatehouse.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The record as a file: whole, harmless, and at nobody's expense. */
@ExtendWith(GatehouseExtension.class)
class AuditExportTest {
    private static final String EXPORT = "/api/v1/audit-logs/export";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** More than all buffers between the service and a client that does not read. */
    private static final int ROWS = 9000;

    private static final int ROW_SIZE = 2000;
    private static final int AT_A_TIME = 4;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private Person auditor;

    @BeforeEach
    void signIn(Given given) {
        auditor = given.personWith("audit:read");
    }

    @Test
    void linesOfJsonAreTheEventsOfTheList(Api nobody, TestDatabase database) throws IOException {
        new AuditRows(database).many(2500, 10); // two pages and a half
        for (int i = 0; i < 3; i++) {
            nobody.post("/api/v1/auth/login", Map.of("email", "a@example.com", "password", "wrong word " + i));
        }

        Answer export = auditor.api().get(EXPORT + "?to=2027-01-01T00:00:00Z").hasStatus(200);

        assertThat(export.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"audit-logs.ndjson\"");
        assertThat(export.header("Cache-Control")).isEqualTo("no-store");
        List<JsonNode> events = new ArrayList<>();
        for (String line : export.text().lines().toList()) {
            events.add(JSON.readTree(line));
        }
        assertThat(events).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();
        assertThat(events)
                .filteredOn(event -> event.path("action").asText().equals("test.happened"))
                .hasSize(2500);
        JsonNode list = auditor.api()
                .get("/api/v1/audit-logs?limit=5&action=test.happened")
                .json();
        for (JsonNode event : list) {
            assertThat(events).contains(event);
        }
    }

    @Test
    void filtersHoldForAnExportToo(TestDatabase database) {
        AuditRows rows = new AuditRows(database);
        rows.at("2026-01-01T00:00:00Z", 1);
        rows.at("2026-01-02T00:00:00Z", 2);

        Answer export = auditor.api()
                .get(EXPORT + "?action=test.happened&from=2026-01-02T00:00:00Z")
                .hasStatus(200);

        assertThat(export.text().lines()).hasSize(1).allMatch(line -> line.contains("{\"n\": 2}"));
        assertThat(auditor.api().get(EXPORT + "?action=nothing.at_all").text()).isEmpty();
        auditor.api().get(EXPORT + "?format=xlsx").isProblem(400, "malformed_parameter");
    }

    @Test
    void whoTakesACopyIsOnRecordWithWhatHeAskedFor() {
        auditor.api().get(EXPORT + "?format=csv&outcome=failure").hasStatus(200);

        JsonNode event = auditor.api()
                .get("/api/v1/audit-logs?action=audit.exported")
                .json()
                .get(0);

        assertThat(event.path("actor").path("id").asLong()).isEqualTo(auditor.id());
        assertThat(event.path("details").path("format").asText()).isEqualTo("csv");
        assertThat(event.path("details").path("filters").toString()).isEqualTo("{\"outcome\":\"FAILURE\"}");
    }

    @Test
    void aTableForSpreadsheetsRunsNothingAndLosesNothing(Api nobody) {
        String formula = "=HYPERLINK(\"https://evil.example\",\"a, b\")";
        nobody.with("User-Agent", formula)
                .post("/api/v1/auth/login", Map.of("email", "a@example.com", "password", "wrong word"));
        nobody.with("User-Agent", "@SUM(1)")
                .post("/api/v1/auth/login", Map.of("email", "a@example.com", "password", "wrong word"));

        Answer export =
                auditor.api().get(EXPORT + "?format=csv&action=session.refused").hasStatus(200);

        assertThat(export.header("Content-Type")).startsWith("text/csv").contains("charset=utf-8");
        List<List<String>> table = parse(export.text());
        assertThat(table).hasSize(3).allMatch(row -> row.size() == 14);
        assertThat(table.get(0))
                .containsExactly(
                        "id",
                        "occurred_at",
                        "actor_type",
                        "actor_id",
                        "actor_email",
                        "api_key_id",
                        "action",
                        "outcome",
                        "target_type",
                        "target_id",
                        "ip_address",
                        "user_agent",
                        "request_id",
                        "details");
        assertThat(table.get(1).get(11)).isEqualTo("'@SUM(1)");
        assertThat(table.get(2).get(11)).isEqualTo("'" + formula);
        assertThat(table).allSatisfy(row -> assertThat(row).noneMatch(cell -> cell.matches("(?s)[=+@\\-\t\r].*")));
        assertThat(table.get(1).get(13)).startsWith("{").endsWith("}");
    }

    @Test
    @Tag("promise-8")
    void whoDoesNotReadCostsNoConnectionAndWhoHangsUpCostsNothing(Gatehouse gatehouse, TestDatabase database)
            throws IOException {
        new AuditRows(database).many(ROWS, ROW_SIZE);
        for (int round = 0; round < 2; round++) {
            List<Socket> readers = new ArrayList<>();
            try {
                for (int i = 0; i < AT_A_TIME; i++) {
                    Socket reader = export(gatehouse, "");
                    readers.add(reader);
                    assertThat(firstBytes(reader)).startsWith("HTTP/1.1 200");
                }

                JarProcess.await("the pool to be at rest", () -> connectionsInUse(gatehouse) == 0);
                Answer refused = auditor.api().get(EXPORT).isProblem(503, "overloaded");
                assertThat(refused.header("Retry-After")).matches("[1-5]");
                assertThat(refused.header("Content-Disposition")).isEmpty();
                auditor.api().get("/api/v1/audit-logs?limit=1").hasStatus(200);
            } finally {
                for (Socket reader : readers) {
                    reader.close();
                }
            }
            JarProcess.await(
                    "a free place",
                    () -> auditor.api().get(EXPORT + "?action=none").status() == 200);
        }
        JarProcess.await("the pool to be at rest", () -> connectionsInUse(gatehouse) == 0);
    }

    @Test
    @Tag("promise-8")
    void aCopyThatBreaksOffDoesNotLookWhole(Gatehouse gatehouse, TestDatabase database) throws IOException {
        new AuditRows(database).many(ROWS, ROW_SIZE);
        try (Socket reader = export(gatehouse, "")) {
            assertThat(firstBytes(reader)).startsWith("HTTP/1.1 200");
            database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE audit_logs RENAME TO audit_logs_away"));
            String rest;
            try {
                rest = readToTheEnd(reader);
            } finally {
                database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE audit_logs_away RENAME TO audit_logs"));
            }

            assertThat(rest).isNotEmpty().doesNotEndWith(LAST_CHUNK);
        }
        try (Socket reader = export(gatehouse, "?from=2026-01-01T00:20:00Z")) {
            assertThat(firstBytes(reader) + readToTheEnd(reader)).endsWith(LAST_CHUNK);
        }
    }

    private Socket export(Gatehouse gatehouse, String query) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gatehouse.port()));
        String request = "GET " + EXPORT + query + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + auditor.accessToken() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstBytes(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(300), StandardCharsets.UTF_8);
    }

    private static String readToTheEnd(Socket socket) {
        StringBuilder tail = new StringBuilder();
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                tail.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                tail.delete(0, Math.max(0, tail.length() - 1000));
                if (tail.toString().endsWith(LAST_CHUNK)) {
                    break;
                }
            }
        } catch (IOException e) {
            tail.append(" (").append(e).append(')');
        }
        return tail.toString();
    }

    private static int connectionsInUse(Gatehouse gatehouse) {
        JsonNode gauges = gatehouse.admin().get("/metrics").json().path("gauges");
        String name = StreamSupport.stream(Spliterators.spliteratorUnknownSize(gauges.fieldNames(), 0), false)
                .filter(gauge -> gauge.endsWith(".postgresql.active"))
                .findFirst()
                .orElseThrow();
        return gauges.path(name).path("value").asInt();
    }

    /** RFC 4180, as a spreadsheet reads it. */
    private static List<List<String>> parse(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\r' && c != '\n')) {
                cell.append(c);
            } else if (c != '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }
}
