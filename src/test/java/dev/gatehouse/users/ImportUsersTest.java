package dev.gatehouse.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many accounts in one request. */
@ExtendWith(GatehouseExtension.class)
class ImportUsersTest {
    /** Somebody who may make accounts: who gives the role of newcomers holds what it grants. */
    private static Person maker(Given given, String... more) {
        Stream<String> role = Stream.of("users:create", "files:read", "files:write", "ai:use");
        return given.personWith(Stream.concat(role, Stream.of(more)).toArray(String[]::new));
    }

    private static final String IMPORT = "/api/v1/users/import";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String OLD_PASSWORD = "as it was elsewhere";
    private static final String BCRYPT = BCrypt.withDefaults().hashToString(4, OLD_PASSWORD.toCharArray());

    @Test
    void everyRowHasItsResultAndABadOneSpoilsNoOther(Given given, Api nobody) {
        long there = given.user("there@example.com").exists();

        Answer answer = lines(
                given.admin().api(),
                person("new@example.com", ""),
                person("There@Example.com", ""),
                person("not an address", ""),
                "{\"email\": ",
                person("extra@example.com", ", \"is_admin\": true"),
                person("NEW@example.com", ""),
                person("roles@example.com", ", \"role_names\": [\"manager\", \"guest\"]"),
                person("unknown@example.com", ", \"role_names\": [\"nobody knows\"]"),
                "{\"email\": \"nameless@example.com\", \"first_name\": \" \"}",
                "[1]",
                "null",
                person("nul@example.com", ", \"role_title\": \"a\\u0000b\""));

        assertThat(outcomes(answer))
                .containsExactly(
                        "1 created",
                        "2 exists",
                        "3 invalid email:invalid_email",
                        "4 invalid row:malformed_json",
                        "5 invalid is_admin:unknown_member",
                        "6 exists",
                        "7 created",
                        "8 invalid role_names:unknown_role",
                        "9 invalid first_name:not_blank last_name:not_blank",
                        "10 invalid body:wrong_type",
                        "11 invalid row:wrong_type",
                        "12 invalid role_title:wrong_type");
        assertThat(answer.json().at("/1/id").asLong()).isEqualTo(there);
        assertThat(answer.json().at("/5/id")).isEqualTo(answer.json().at("/0/id"));
        Answer made = given.admin().api().get("/api/v1/users/" + answer.json().at("/6/id"));
        assertThat(made.string("email")).isEqualTo("roles@example.com");
        assertThat(made.json().at("/roles").findValuesAsText("name")).contains("manager", "guest");
        assertThat(made.json().path("email_verified").asBoolean()).isFalse();
        // Without a hash there is no password yet.
        nobody.post("/api/v1/auth/login", Map.of("email", "new@example.com", "password", "guess"))
                .isProblem(401, "invalid_credentials");
    }

    @Test
    void aTableSaysTheSame(Given given, TestDatabase database) {
        Answer answer = table(
                given.admin().api(),
                "\uFEFFemail,first_name,middle_name,last_name,role_title,role_names,is_approved\r\n"
                        + "ann@example.com,Ann,,\"Other, Jr.\",\"the \"\"boss\"\"\",manager; guest,false\r\n"
                        + "\r\n"
                        + "bob@example.com,Bob,B,Other,,,\r\n"
                        + "few@example.com,Few\r\n"
                        + "yes@example.com,Yes,,No,,,maybe\r\n"
                        + "\"quoted@example.com\",\"line\nbreak\",,No,,,true\r\n"
                        + "last@example.com,Last,,One,,user,true");

        assertThat(outcomes(answer))
                .containsExactly(
                        "1 created",
                        "2 created",
                        "3 invalid row:wrong_number_of_cells",
                        "4 invalid is_approved:wrong_type",
                        "5 invalid first_name:pattern",
                        "6 created");
        Answer ann = given.admin().api().get("/api/v1/users/" + answer.json().at("/0/id"));
        assertThat(ann.string("last_name")).isEqualTo("Other, Jr.");
        assertThat(ann.string("role_title")).isEqualTo("the \"boss\"");
        assertThat(ann.json().path("middle_name").isNull()).isTrue();
        assertThat(ann.json().path("is_approved").asBoolean()).isFalse();
        assertThat(ann.json().at("/roles").findValuesAsText("name")).contains("manager", "guest");
        assertThat(text(database, "SELECT is_approved::text FROM users WHERE email = 'bob@example.com'"))
                .isEqualTo("true");
    }

    @Test
    void aPasswordFromElsewhereOpensTheDoorAndIsReplaced(Given given, Api nobody, TestDatabase database) {
        Answer answer = lines(
                given.admin().api(),
                person("ann@example.com", ", \"password_hash\": \"" + BCRYPT + "\""),
                person("mad@example.com", ", \"password_hash\": \"" + BCRYPT.replace("$04$", "$31$") + "\""),
                person("bad@example.com", ", \"password_hash\": \"plain text\""));

        assertThat(outcomes(answer))
                .containsExactly(
                        "1 created", "2 invalid password_hash:costly_hash", "3 invalid password_hash:unknown_hash");
        assertThat(answer.text()).doesNotContain(BCRYPT, "plain text");
        nobody.post("/api/v1/auth/login", Map.of("email", "ann@example.com", "password", OLD_PASSWORD))
                .hasStatus(200);
        assertThat(text(database, "SELECT password_hash FROM users WHERE email = 'ann@example.com'"))
                .startsWith("$argon2id$");
    }

    @Test
    void onlyWhoMayApproveBringsPasswordsAlong(Given given) {
        String hash = ", \"password_hash\": \"" + BCRYPT + "\"";

        assertThat(outcomes(lines(maker(given).api(), person("ann@example.com", hash))))
                .containsExactly("1 invalid password_hash:permission_denied");
        assertThat(outcomes(lines(maker(given, "users:approve").api(), person("ann@example.com", hash))))
                .containsExactly("1 created");
    }

    @Test
    @Tag("defect-4")
    @Tag("promise-5")
    void nobodyGivesWhatHeDoesNotHoldRowByRow(Given given) {
        given.role("reader", "users:read");
        Api creator = maker(given).api();
        Api assigner = maker(given, "roles:assign", "users:read").api();
        String[] rows = {
            person("a@example.com", ", \"role_names\": [\"admin\"]"),
            person("b@example.com", ", \"role_names\": [\"reader\"]"),
            person("c@example.com", ", \"role_names\": [\"user\"]"),
            person("d@example.com", ", \"role_names\": []"),
        };

        assertThat(outcomes(lines(creator, rows)))
                .containsExactly(
                        "1 invalid role_names:permission_denied",
                        "2 invalid role_names:permission_denied",
                        "3 created",
                        "4 invalid role_names:permission_denied");
        assertThat(outcomes(lines(assigner, rows)))
                .containsExactly("1 invalid role_names:cannot_grant", "2 created", "3 exists", "4 created");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-ndjson | '' | 422 | no_rows",
                "application/x-ndjson | '  ' | 422 | no_rows",
                "text/csv | email,first_name | 422 | no_rows",
                "text/csv | '' | 422 | no_rows",
                "text/csv | a,b | 422 | validation_failed",
                "text/csv | email,email | 422 | validation_failed",
                "application/json | {} | 415 | unsupported_media_type",
                "text/csv; charset=iso-8859-1 | email | 415 | unsupported_media_type",
            })
    void whatIsNoImportIsRefused(String type, String body, int status, String code, Given given) {
        given.admin().api().send("POST", IMPORT, type, body).isProblem(status, code);
    }

    @Test
    void aTableWithAnOpenQuoteIsNone(Given given) {
        table(given.admin().api(), "email,first_name\n\"ann@example.com,Ann").isProblem(400, "malformed_csv");
    }

    @Test
    void aThousandRowsTakeSecondsAndOneMoreIsRefused(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        String[] rows = IntStream.range(0, 1000)
                .mapToObj(i -> person("person" + i + "@example.com", ""))
                .toArray(String[]::new);
        long start = System.nanoTime();

        Answer answer = lines(admin, rows);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(outcomes(answer)).hasSize(1000).allMatch(outcome -> outcome.endsWith(" created"));
        assertThat(text(database, "SELECT count(*)::text FROM one_time_links WHERE purpose = 'invitation'"))
                .isEqualTo("1000");
        assertThat(text(database, "SELECT count(*)::text FROM audit_logs WHERE action = 'user.created'"))
                .isEqualTo("1000");
        assertThat(outcomes(lines(admin, rows))).hasSize(1000).allMatch(outcome -> outcome.endsWith(" exists"));
        admin.send("POST", IMPORT, NDJSON, String.join("\n", rows) + "\n" + person("more@example.com", ""))
                .isProblem(422, "too_many_rows");
        admin.send("POST", IMPORT, CSV, "email\n" + "x\n".repeat(1001)).isProblem(422, "too_many_rows");
        admin.send("POST", IMPORT, NDJSON, "x".repeat(1_100_000)).isProblem(413, "content_too_large");
    }

    @Test
    @Tag("defect-43")
    void importsOfTheSamePeopleAtOnceMakeEachOnce(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        List<Answer> answers = AtOnce.all(4, i -> {
            List<Integer> order = IntStream.range(0, 100)
                    .map(n -> i % 2 == 0 ? n : 99 - n)
                    .boxed()
                    .toList();
            return lines(
                    admin,
                    order.stream()
                            .map(n -> person("race" + n + "@example.com", ""))
                            .toArray(String[]::new));
        });

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(200));
        assertThat(answers.stream().flatMap(answer -> outcomes(answer).stream()))
                .hasSize(400)
                .filteredOn(outcome -> outcome.endsWith("created"))
                .hasSize(100);
        assertThat(text(database, "SELECT count(*)::text FROM users WHERE email LIKE 'race%'"))
                .isEqualTo("100");
    }

    @Test
    void aLostAnswerCanBeAskedForAgain(Given given) {
        Api admin = given.admin().api().with("Idempotency-Key", "import-1");
        Answer first = lines(admin, person("ann@example.com", ""));

        Answer again = lines(admin, person("ann@example.com", ""));

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(first.json());
        admin.send("POST", IMPORT, NDJSON, person("bob@example.com", "")).isProblem(422, "idempotency_key_reused");
    }

    @Test
    void oneSummaryAndOneRowPerAccountAreOnRecord(Given given) {
        Person admin = given.admin();
        lines(admin.api(), person("ann@example.com", ""), person("ann@example.com", ""), "{}");

        Answer summary = admin.api().get("/api/v1/audit-logs?action=user.imported");
        Answer created = admin.api().get("/api/v1/audit-logs?action=user.created");

        assertThat(summary.json()).hasSize(1);
        JsonNode details = summary.json().at("/0/details");
        assertThat(details.path("created").asInt()).isEqualTo(1);
        assertThat(details.path("exists").asInt()).isEqualTo(1);
        assertThat(details.path("invalid").asInt()).isEqualTo(1);
        assertThat(created.json()).hasSize(1);
        assertThat(summary.text()).doesNotContain("ann@example.com");
        assertThat(created.json().at("/0/actor/id").asLong()).isEqualTo(admin.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv"})
    void textThatIsNotUtf8IsRefused(String format, Gatehouse gatehouse, Given given) throws Exception {
        Person admin = given.admin();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gatehouse.port() + IMPORT))
                .header("Authorization", "Bearer " + admin.accessToken())
                .header("Content-Type", format.equals("csv") ? CSV : NDJSON)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'a', (byte) 0xE9, '\n'}))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("malformed_text");
    }

    private static Answer lines(Api api, String... rows) {
        return api.send("POST", IMPORT, NDJSON, String.join("\n", rows) + "\n").hasStatus(200);
    }

    private static Answer table(Api api, String text) {
        return api.send("POST", IMPORT, CSV, text);
    }

    private static String person(String email, String more) {
        return "{\"email\": \"" + email + "\", \"first_name\": \"Ann\", \"last_name\": \"Other\"" + more + "}";
    }

    /** {@code 3 invalid email:invalid_email}. */
    private static List<String> outcomes(Answer answer) {
        return StreamSupport.stream(answer.hasStatus(200).json().spliterator(), false)
                .map(row -> row.path("row").asText() + " " + row.path("status").asText() + errors(row))
                .toList();
    }

    private static String errors(JsonNode row) {
        return StreamSupport.stream(row.path("errors").spliterator(), false)
                .map(error -> " " + error.path("field").asText() + ":"
                        + error.path("code").asText())
                .sorted()
                .collect(Collectors.joining());
    }

    private static String text(TestDatabase database, String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
