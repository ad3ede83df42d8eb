package dev.gatehouse.sessions;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** Who gets in, in which ways, and what the others are told. */
@ExtendWith(GatehouseExtension.class)
class SignInTest {
    private static final String LOGIN = "/api/v1/auth/login";

    private static Map<String, Object> json(String email, String password) {
        return Map.of("email", email, "password", password);
    }

    @Test
    void aSignInGivesASetOfTokens(Api api, Given given) {
        given.user("ann@example.com").exists();

        Answer answer = api.post(LOGIN, json("ann@example.com", PASSWORD)).hasStatus(200);

        assertThat(answer.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "access_token",
                        "refresh_token",
                        "token_type",
                        "expires_in",
                        "refresh_expires_in",
                        "session_id");
        assertThat(answer.string("token_type")).isEqualTo("bearer");
        assertThat(answer.number("expires_in")).isEqualTo(900);
        assertThat(answer.number("refresh_expires_in")).isEqualTo(604_800);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        api.withToken(answer.string("access_token")).get("/api/v1/users/me").hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOGIN, LOGIN + "/"})
    void theFormOfTheOriginalStillWorks(String path, Api api, Given given) {
        given.user("ann@example.com").exists();

        api.postForm(path, Map.of("username", "ann@example.com", "password", PASSWORD))
                .hasStatus(200);
        api.postForm(path, Map.of("username", "ann@example.com", "password", PASSWORD, "grant_type", "password"))
                .hasStatus(200);
        api.post(path, Map.of("username", "ann@example.com", "password", PASSWORD))
                .hasStatus(200);
    }

    @ParameterizedTest
    @Tag("defect-25")
    @ValueSource(strings = {"ANN@EXAMPLE.COM", "  Ann@example.com ", "e\u0301ve@Example.com"})
    void oneAddressIsOneAccountHoweverItIsSpelt(String spelling, Api api, Given given) {
        given.user("ann@example.com").exists();
        given.user("\u00e9ve@example.com").exists();

        api.post(LOGIN, json(spelling, PASSWORD)).hasStatus(200);
    }

    @Test
    void aPasswordIsTheSameOnEveryKeyboard(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        ann.api()
                .post(
                        "/api/v1/password/change-password",
                        Map.of("current_password", PASSWORD, "new_password", "caf\u00e9 au lait, s'il vous plait"))
                .hasStatus(200);

        api.post(LOGIN, json(ann.email(), "cafe\u0301 au lait, s'il vous plait"))
                .hasStatus(200);
    }

    @Test
    void unknownAddressAndWrongPasswordLookTheSame(Api api, Given given, TestDatabase database) {
        given.user("ann@example.com").exists();

        Answer wrong =
                api.post(LOGIN, json("ann@example.com", "wrong password")).isProblem(401, "invalid_credentials");
        Answer unknown =
                api.post(LOGIN, json("bob@example.com", "wrong password")).isProblem(401, "invalid_credentials");
        Answer noAddress =
                api.post(LOGIN, json("not an address", "wrong password")).isProblem(401, "invalid_credentials");

        assertThat(wrong.string("detail"))
                .isEqualTo("Incorrect email or password")
                .isEqualTo(unknown.string("detail"))
                .isEqualTo(noAddress.string("detail"));
        assertThat(wrong.header("WWW-Authenticate"))
                .isEqualTo(unknown.header("WWW-Authenticate"))
                .startsWith("Bearer");
        assertThat(new Evidence(database).count("""
                        SELECT count(*) FROM audit_logs
                         WHERE action = 'session.refused' AND details->>'reason' = 'invalid_credentials'
                        """)).isEqualTo(3);
    }

    @Test
    void aRefusedSignInIsRecordedWithoutTheAddress(Api api, TestDatabase database) {
        api.post(LOGIN, json("nobody@example.com", "wrong password")).hasStatus(401);

        String row = new Evidence(database)
                .text("SELECT to_jsonb(a)::text FROM audit_logs a WHERE action = 'session.refused'");
        assertThat(row).contains("address_hint").doesNotContain("nobody").doesNotContain("wrong password");
    }

    @Test
    @Tag("defect-3")
    void somebodyWhoWaitsForApprovalGetsNoTokens(Api api, Given given) {
        given.user("new@example.com").unapproved().exists();

        api.post(LOGIN, json("new@example.com", PASSWORD)).isProblem(403, "account_pending_approval");
        api.post(LOGIN, json("new@example.com", "wrong password")).isProblem(401, "invalid_credentials");
    }

    @Test
    @Tag("defect-21")
    void aDeactivatedUserCannotSignIn(Api api, Given given) {
        given.user("gone@example.com").inactive().exists();

        api.post(LOGIN, json("gone@example.com", PASSWORD)).isProblem(403, "account_inactive");
        api.post(LOGIN, json("gone@example.com", "wrong password")).isProblem(401, "invalid_credentials");
    }

    @Test
    void somebodyWhoseAddressIsNotVerifiedCannotSignIn(Api api, Given given) {
        given.user("unread@example.com").unverified().exists();

        api.post(LOGIN, json("unread@example.com", PASSWORD)).isProblem(403, "email_not_verified");
        api.post(LOGIN, json("unread@example.com", "wrong password")).isProblem(401, "invalid_credentials");
    }

    @Test
    void anAccountWithoutAPasswordLetsNobodyIn(Api api, Given given) {
        given.user("invited@example.com").withHash(null).exists();

        api.post(LOGIN, json("invited@example.com", PASSWORD)).isProblem(401, "invalid_credentials");
        api.post(LOGIN, json("invited@example.com", "nobody has this password")).isProblem(401, "invalid_credentials");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | email password",
                "{\"email\": \"a@example.com\"} | password",
                "{\"email\": null, \"password\": null} | email password",
                "{\"email\": \" \", \"password\": \"\"} | email password",
                "{\"email\": \"a@example.com\", \"password\": \"x\", \"remember\": true} | remember",
                "{\"email\": [\"a@example.com\"], \"password\": \"x\"} | email",
                "{\"email\": \"a@example.com\", \"password\": {\"$ne\": \"\"}} | password",
                "{\"email\": \"a@example.com\", \"password\": 123456} | password",
                "{\"email\": \"a@example.com\", \"username\": \"b@example.com\", \"password\": \"x\"} | username",
                "[] | body",
                "\"text\" | body",
            })
    void aBodyOfAnotherShapeIsRefusedByName(String body, String fields, Api api) {
        assertThat(api.post(LOGIN, body).isProblem(422, "validation_failed").invalidFields())
                .containsExactly(fields.split(" "));
    }

    @Test
    void aMissingBodyOrBrokenJsonIsRefused(Api api) {
        assertThat(api.post(LOGIN, "").status()).isIn(400, 422);
        assertThat(api.post(LOGIN, "null").status()).isIn(400, 422);
        api.post(LOGIN, "{\"email\": ").isProblem(400, "malformed_json");
        api.post(LOGIN, "{\"email\": \"a\", \"email\": \"b\", \"password\": \"x\"}")
                .isProblem(400, "malformed_json");
    }

    @Test
    void aFormOfAnotherShapeIsRefusedByName(Api api) {
        assertThat(api.postForm(LOGIN, Map.of())
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("username", "password");
        api.send("POST", LOGIN, "application/x-www-form-urlencoded", "username=a&username=b&password=c")
                .isProblem(400, "invalid_request");
        assertThat(api.postForm(LOGIN, Map.of("username", "a".repeat(400), "password", "x"))
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("username");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json-seq"})
    void anotherContentTypeIsRefused(String type, Api api, Given given) {
        given.user("ann@example.com").exists();

        api.send("POST", LOGIN, type, "{\"email\":\"ann@example.com\",\"password\":\"" + PASSWORD + "\"}")
                .isProblem(415, "unsupported_media_type");
    }

    @Test
    void credentialsInTheAddressAreNotLookedAt(Api api, Given given) {
        given.user("ann@example.com").exists();
        String query = "?username=ann%40example.com&password=" + Api.encode(PASSWORD);

        api.postForm(LOGIN + query, Map.of()).isProblem(422, "validation_failed");
        assertThat(api.send("POST", LOGIN + query, "application/x-www-form-urlencoded", "x=y")
                        .status())
                .isEqualTo(422);
    }

    @Test
    @Tag("defect-28")
    void aNulIsRefusedAndNeverAnError(Api api, Given given) {
        given.user("ann@example.com").exists();

        assertThat(api.post(LOGIN, "{\"email\":\"ann\\u0000@example.com\",\"password\":\"x\"}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("email");
        assertThat(api.post(LOGIN, "{\"email\":\"ann@example.com\",\"password\":\"x\\u0000\"}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("password");
        assertThat(api.postForm(LOGIN, Map.of("username", "ann\0@example.com", "password", "x\0y"))
                        .status())
                .isIn(401, 422);
        assertThat(api.postForm(LOGIN, Map.of("username", "ann@example.com", "password", PASSWORD + "\0"))
                        .status())
                .isIn(401, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded"})
    @Tag("defect-28")
    void twentyMegabytesAreTooMany(String type, Gatehouse gatehouse) {
        assertThat(HugeBody.post(gatehouse, LOGIN, type, true))
                .startsWith("HTTP/1.1 413")
                .contains("\"code\":\"content_too_large\"");
        assertThat(HugeBody.post(gatehouse, LOGIN, type, false))
                .startsWith("HTTP/1.1 413")
                .contains("\"code\":\"content_too_large\"");
    }

    @Test
    @Tag("defect-7")
    @Tag("promise-2")
    void manySignInsInOneSecondGiveDifferentTokens(Api api, Given given) {
        given.user("ann@example.com").exists();
        Set<String> tokens = new HashSet<>();
        List<Answer> answers = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            Answer login = api.post(LOGIN, json("ann@example.com", PASSWORD)).hasStatus(200);
            Answer refreshed = api.post("/api/v1/auth/refresh", Map.of("refresh_token", login.string("refresh_token")))
                    .hasStatus(200);
            answers.addAll(List.of(login, refreshed));
        }

        answers.forEach(answer -> {
            tokens.add(answer.string("access_token"));
            tokens.add(answer.string("refresh_token"));
        });
        assertThat(tokens).hasSize(4 * 20);
    }

    @Test
    void aSignInIsRecorded(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user().signedIn();

        assertThat(new Evidence(database).auditRows("session.started", ann.sessionId()))
                .isEqualTo(1);
    }
}
