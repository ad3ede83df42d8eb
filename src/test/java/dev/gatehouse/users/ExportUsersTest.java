package dev.gatehouse.users;

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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** All accounts as one file. */
@ExtendWith(GatehouseExtension.class)
class ExportUsersTest {
    private static final String EXPORT = "/api/v1/users/export";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyLineIsAUserAsTheListShowsHim(Given given) throws Exception {
        Api admin = given.admin().api();
        given.user("ann@example.com").withRole("manager").exists();

        Answer answer = admin.get(EXPORT).hasStatus(200);

        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"users.ndjson\"");
        JsonNode list = admin.get("/api/v1/users").json();
        List<JsonNode> lines = lines(answer);
        assertThat(lines).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(lines.get(i)).isEqualTo(list.get(i));
        }
        assertThat(answer.text()).doesNotContain("argon2", "password");
    }

    @Test
    void aTableHasNoFormulasAndNoHashes(Given given) {
        Api reader = given.personWith("users:read").api();
        given.user("ann@example.com")
                .named("=HYPERLINK(\"http://evil\")", "O,ther")
                .withRole("manager")
                .withRole("guest")
                .exists();

        Answer answer = reader.get(EXPORT + "?format=csv&q=ann@").hasStatus(200);

        String[] lines = answer.text().split("\r\n", -1);
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .isEqualTo("id,email,first_name,middle_name,last_name,role_title,is_active,is_approved,email_verified,"
                        + "role_names,created_at,updated_at,last_login_at");
        assertThat(lines[1])
                .contains(",ann@example.com,\"'=HYPERLINK(\"\"http://evil\"\")\",,\"O,ther\",,true,true,true,")
                .contains(",manager;guest,")
                .matches(".*,\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z,.*");
        assertThat(answer.text()).doesNotContain("argon2");
    }

    @Test
    void theFiltersAreThoseOfTheList(Given given) throws Exception {
        Api admin = given.admin().api();
        given.user("in@example.com").withRole("guest").inactive().exists();
        given.user("out@example.com").withRole("guest").exists();

        assertThat(emails(admin.get(EXPORT + "?is_active=false&role=guest"))).containsExactly("in@example.com");
        assertThat(emails(admin.get(EXPORT + "?q=out@exa"))).containsExactly("out@example.com");
        assertThat(emails(admin.get(EXPORT + "?role=guest&sort=-email")))
                .containsExactly("out@example.com", "in@example.com");
        assertThat(emails(admin.get(EXPORT + "?role=nobody"))).isEmpty();
        admin.get(EXPORT + "?sort=password").isProblem(400, "malformed_parameter");
        admin.get(EXPORT + "?format=xml").isProblem(400, "malformed_parameter");
    }

    @Test
    void moreThanAPageIsWholeInEveryOrder(Given given, TestDatabase database) throws Exception {
        Api admin = given.admin().api();
        people(database, 2500);

        for (String sort : List.of("id", "-email", "created_at", "-last_name")) {
            List<String> emails = emails(admin.get(EXPORT + "?sort=" + sort));
            Set<String> different = new HashSet<>(emails);
            assertThat(emails).as(sort).hasSize(2501);
            assertThat(different).as(sort).hasSize(2501);
        }
    }

    @Test
    void whoTakesACopyIsOnRecord(Given given) {
        Person reader = given.personWith("users:read");
        reader.api()
                .get(EXPORT + "?format=csv&q=ann@example.com&is_active=true")
                .hasStatus(200);

        Answer log = given.admin().api().get("/api/v1/audit-logs?action=user.exported");

        assertThat(log.json()).hasSize(1);
        assertThat(log.json().at("/0/actor/id").asLong()).isEqualTo(reader.id());
        assertThat(log.json().at("/0/details/filters/is_active").asBoolean()).isTrue();
        assertThat(log.text()).doesNotContain("ann@example.com");
    }

    @Test
    void aFewAtATimeAndWhoeverHangsUpKeepsNothing(Gatehouse gatehouse, Given given, TestDatabase database)
            throws Exception {
        Person admin = given.admin();
        people(database, 25_000);
        // More than the buffers on the way can hold.
        database.jdbi().useHandle(handle -> handle.execute("UPDATE users SET role_title = repeat('boss ', 100)"));
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(begin(gatehouse, admin.accessToken()));
        }

        // They read nothing, and the database waits for none of them.
        Answer refused = admin.api().get(EXPORT).isProblem(503, "overloaded");
        assertThat(refused.header("Retry-After")).matches("[1-5]");
        JarProcess.await("what fits into the buffers on the way to leave", () -> busyConnections(database) == 0);
        admin.api().get(EXPORT).isProblem(503, "overloaded");

        for (Socket socket : slow) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        for (int i = 0; i < 50 && admin.api().get(EXPORT + "?q=person1@").status() != 200; i++) {
            Thread.sleep(100);
        }
        assertThat(emails(admin.api().get(EXPORT + "?q=person1@"))).hasSize(1);
    }

    /** Asks for everything and reads the beginning. */
    private static Socket begin(Gatehouse gatehouse, String token) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gatehouse.port()));
        socket.getOutputStream()
                .write(("GET " + EXPORT + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private static long busyConnections(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND application_name = 'gatehouse' AND state <> 'idle'
                        """).mapTo(Long.class).one());
    }

    private static void people(TestDatabase database, int count) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO users (email, first_name, last_name, is_approved, created_at, updated_at)
                SELECT 'person' || n || '@example.com', 'First', 'Last ' || n % 7, true, now(), now()
                  FROM generate_series(1, ?) AS n
                """, count));
    }

    private static List<String> emails(Answer answer) throws IOException {
        return lines(answer.hasStatus(200)).stream()
                .map(user -> user.path("email").asText())
                .toList();
    }

    private static List<JsonNode> lines(Answer answer) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.text().split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }
}
