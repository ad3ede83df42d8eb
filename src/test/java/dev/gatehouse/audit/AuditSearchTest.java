package dev.gatehouse.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Finding out who did what. */
@ExtendWith(GatehouseExtension.class)
class AuditSearchTest {
    private static final String LOGS = "/api/v1/audit-logs";

    private AuditRows rows;
    private Api auditor;

    @BeforeEach
    void signIn(Given given, TestDatabase database) {
        rows = new AuditRows(database);
        auditor = given.personWith("audit:read").api();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                          | 5,4,3,2,1",
                "&actor_id=901                                             | 5,1",
                "&action=session.refused                                   | 3",
                "&target_type=user                                         | 1",
                "&target_id=902                                            | 5,1",
                "&target_type=role&target_id=902                           | 5",
                "&outcome=failure                                          | 3",
                "&outcome=success&actor_id=901&action=role.changed         | 5",
                "&outcome=failure&actor_id=901                             | ''",
                "&ip_address=192.0.2.1                                     | 3,1",
                "&ip_address=2001:DB8:0:0:0:0:0:1                          | 2",
                "&ip_address=2001:db8::1                                   | 2",
                "&from=2026-01-10T12:00:00Z                                | 5,4,3",
                "&from=2026-01-10T13:00:00%2B01:00                         | 5,4,3",
                "&from=2026-01-10T12:00:00.001Z                            | 5,4",
                "&from=2026-01-10T11:00:00Z&actor_id=902                   | 2",
                "&action=session%25                                        | ''",
                "&action=SESSION.REFUSED                                   | ''",
                "&target_id=902'%20OR%20'1'='1                             | ''",
            })
    void everyFilterNarrowsTheList(String query, String expected) {
        five();

        Answer found = auditor.get(LOGS + "?to=2026-01-11T00:00:00Z" + (query == null ? "" : query))
                .hasStatus(200);

        assertThat(numbers(found))
                .isEqualTo(
                        expected.isEmpty()
                                ? List.of()
                                : List.of(expected.split(",")).stream()
                                        .map(Integer::valueOf)
                                        .toList());
        assertThat(found.header("Link")).isEmpty();
    }

    @Test
    void theEndOfAPeriodIsNotPartOfIt() {
        five();

        assertThat(numbers(auditor.get(LOGS + "?to=2026-01-10T12:00:00Z"))).containsExactly(2, 1);
    }

    @Test
    void anEventHasTheShapeOfTheContract(Given given, Api nobody) {
        Person person = given.user().signedIn();

        JsonNode event = auditor.get(LOGS + "?action=session.started&actor_id=" + person.id())
                .hasStatus(200)
                .json()
                .get(0);

        assertThat(event.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "occurred_at",
                        "actor",
                        "action",
                        "outcome",
                        "target",
                        "ip_address",
                        "user_agent",
                        "request_id",
                        "details");
        assertThat(event.path("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7.*");
        assertThat(event.path("occurred_at").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z");
        assertThat(event.path("actor").path("type").asText()).isEqualTo("user");
        assertThat(event.path("actor").path("id").asLong()).isEqualTo(person.id());
        assertThat(event.path("actor").path("email").asText()).isEqualTo(person.email());
        assertThat(event.path("target").path("type").asText()).isEqualTo("session");
        assertThat(event.path("target").path("id").asText()).isEqualTo(person.sessionId());
        assertThat(event.path("ip_address").asText()).isEqualTo("127.0.0.1");
        assertThat(event.path("details").isObject()).isTrue();
    }

    @Test
    void followingTheLinksShowsEveryEventOnceWhateverHappensMeanwhile() {
        rows.many(250, 10);
        List<Integer> seen = new ArrayList<>();

        String next = LOGS + "?limit=17&action=test.happened&to=2026-06-01T00:00:00Z";
        while (next != null) {
            Answer page = auditor.get(next).hasStatus(200);
            seen.addAll(numbers(page));
            rows.at("2026-05-01T00:00:00Z", -seen.size());
            String link = page.header("Link");
            next = link.isEmpty() ? null : link.replaceFirst("<(.*)>; rel=\"next\"", "$1");
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 250).boxed().toList());
        assertThat(seen).isSortedAccordingTo((a, b) -> Integer.compare(b / 7, a / 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor_id=x",
                "actor_id=99999999999999999999",
                "outcome=maybe",
                "outcome=SUCCESS",
                "ip_address=localhost",
                "ip_address=999.1.1.1",
                "ip_address=::1::1",
                "ip_address=",
                "from=yesterday",
                "from=2026-01-01",
                "from=%2B999999999-12-31T23:59:59Z",
                "to=-0001-01-01T00:00:00Z",
                "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "limit=0",
                "limit=1001",
                "limit=x",
                "skip=1",
                "after=x",
                "after=",
                "action=%00"
            })
    void whatMakesNoSenseIsRefused(String query) {
        for (String path : List.of(LOGS, LOGS + "/me", LOGS + "/export")) {
            // An export has no pages.
            if (!path.endsWith("export") || !query.matches("(limit|skip|after).*")) {
                Answer answer = auditor.get(path + "?" + query);
                assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(400);
                assertThat(answer.string("detail")).isNotBlank();
            }
        }
    }

    @Test
    void theCursorOfAnotherListIsRefused(Given given) {
        Api admin = given.admin().api();
        String link = admin.get("/api/v1/permissions?limit=1").hasStatus(200).header("Link");
        String cursor = link.replaceFirst(".*after=([^&>]*).*", "$1");

        assertThat(cursor).isNotBlank().doesNotContain("<");
        assertThat(admin.get(LOGS + "?after=" + cursor).status()).isEqualTo(400);
    }

    @Test
    void everybodySeesWhatHeDidAndWhatWasDoneToHim(Given given) {
        Person admin = given.admin();
        Person person = given.user().withRole("user").signedIn();
        Person other = given.user().withRole("user").signedIn();
        admin.api().patch("/api/v1/users/" + person.id(), Map.of("role_title", "Clerk"));
        admin.api().patch("/api/v1/users/" + other.id(), Map.of("role_title", "Clerk"));
        person.api().patch("/api/v1/users/me", Map.of("role_title", "Chief"));

        Answer mine = person.api().get(LOGS + "/me").hasStatus(200);

        assertThat(mine.each("action")).containsExactly("user.changed", "user.changed", "session.started");
        JsonNode byMe = mine.json().get(0);
        assertThat(byMe.path("actor").path("email").asText()).isEqualTo(person.email());
        assertThat(byMe.path("ip_address").asText()).isEqualTo("127.0.0.1");
        JsonNode byAdmin = mine.json().get(1);
        assertThat(byAdmin.path("actor").path("id").asLong()).isEqualTo(admin.id());
        assertThat(byAdmin.path("actor").path("email").isNull()).isTrue();
        assertThat(byAdmin.path("ip_address").isNull()).isTrue();
        assertThat(byAdmin.path("user_agent").isNull()).isTrue();
        assertThat(mine.text()).doesNotContain(other.email(), admin.email());
    }

    @Test
    void onesOwnEventsHaveFiltersAndPagesToo(Given given) {
        Person person = given.user().signedIn();
        for (int i = 0; i < 3; i++) {
            person.api().patch("/api/v1/users/me", Map.of("role_title", "Clerk " + i));
        }
        long somebodyElse = given.user().exists();

        assertThat(person.api().get(LOGS + "/me?action=session.started").each("action"))
                .containsExactly("session.started");
        assertThat(person.api().get(LOGS + "/me?actor_id=" + somebodyElse).json())
                .isEmpty();
        Answer first = person.api().get(LOGS + "/me?limit=3").hasStatus(200);
        assertThat(first.json()).hasSize(3);
        String next = first.header("Link").replaceFirst("<(.*)>.*", "$1");
        assertThat(next).startsWith(LOGS + "/me?");
        assertThat(person.api().get(next).hasStatus(200).each("action")).containsExactly("session.started");
    }

    @Test
    void theRecordOfSomebodyWhoIsGoneTellsNoMoreThanHisNumber(Given given, TestDatabase database) {
        Person admin = given.admin();
        Person person = given.user("very.private@example.com").signedIn();
        person.api().patch("/api/v1/users/me", Map.of("role_title", "Clerk"));
        String query = LOGS + "?actor_id=" + person.id();
        assertThat(auditor.get(query).text()).contains("very.private@example.com");

        admin.api().delete("/api/v1/users/" + person.id()).hasStatus(204);

        Answer gone = auditor.get(query).hasStatus(200);
        assertThat(gone.each("action")).containsExactly("user.changed", "session.started");
        assertThat(gone.json()).allSatisfy(event -> {
            assertThat(event.path("actor").path("id").asLong()).isEqualTo(person.id());
            assertThat(event.path("actor").path("email").isNull()).isTrue();
        });
        String everything = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT string_agg(a::text, ' ') FROM audit_logs a")
                        .mapTo(String.class)
                        .one());
        assertThat(everything).doesNotContain("very.private");
    }

    private void five() {
        rows.add(1, "2026-01-10T10:00:00Z", "user", 901L, "user.changed", "success", "user", "902", "192.0.2.1");
        rows.add(2, "2026-01-10T11:00:00Z", "user", 902L, "session.started", "success", "session", "s", "2001:db8::1");
        rows.add(3, "2026-01-10T12:00:00Z", "anonymous", null, "session.refused", "failure", null, null, "192.0.2.1");
        rows.add(4, "2026-01-10T13:00:00Z", "system", null, "audit.sealed", "success", null, null, null);
        rows.add(5, "2026-01-10T14:00:00Z", "user", 901L, "role.changed", "success", "role", "902", "198.51.100.7");
    }

    private static List<Integer> numbers(Answer answer) {
        return StreamSupport.stream(answer.json().spliterator(), false)
                .map(event -> event.path("details").path("n").asInt())
                .toList();
    }
}
