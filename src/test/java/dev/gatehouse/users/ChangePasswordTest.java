package dev.gatehouse.users;

import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** A new password by the old one. */
@ExtendWith(GatehouseExtension.class)
class ChangePasswordTest {
    private static final String CHANGE = "/api/v1/password/change-password";
    private static final String LOGIN = "/api/v1/auth/login";
    private static final String ME = "/api/v1/users/me";
    private static final String NEXT = "a better horse battery staple";

    private static Answer change(Api api, String current, String next) {
        return api.post(CHANGE, Map.of("current_password", current, "new_password", next));
    }

    private static int signIn(Api api, String email, String password) {
        return api.post(LOGIN, Map.of("email", email, "password", password)).status();
    }

    @Test
    @Tag("defect-38")
    void aChangeEndsAllOtherSessionsAndLeavesThisOne(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        Answer other = given.signIn("ann@example.com", PASSWORD);

        assertThat(change(ann.api(), PASSWORD, NEXT).hasStatus(200).string("message"))
                .isNotBlank();

        ann.api().get(ME).hasStatus(200);
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()))
                .hasStatus(200);
        api.withToken(other.string("access_token")).get(ME).isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", other.string("refresh_token")))
                .isProblem(401, "invalid_refresh_token");
        assertThat(signIn(api, "ann@example.com", PASSWORD)).isEqualTo(401);
        assertThat(signIn(api, "ann@example.com", NEXT)).isEqualTo(200);
        assertThat(new Evidence(database).auditRows("password.changed", ann.id()))
                .isEqualTo(1);
    }

    @Test
    void whoDoesNotKnowTheOldPasswordChangesNothing(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user("ann@example.com").signedIn();

        change(ann.api(), "wrong password", NEXT).isProblem(400, "wrong_password");
        change(ann.api(), "x".repeat(129), NEXT).isProblem(400, "wrong_password");
        change(ann.api(), "", NEXT).isProblem(400, "wrong_password");

        assertThat(signIn(api, "ann@example.com", PASSWORD)).isEqualTo(200);
        assertThat(new Evidence(database).auditRows("password.refused", ann.id()))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "short, password_too_short",
        "elevenchars, password_too_short",
        "'', password_too_short",
        "correct horse battery staple, password_unchanged"
    })
    void aPasswordThatWillNotDoIsRefusedByName(String next, String code, Given given) {
        Answer answer = change(given.user().signedIn().api(), PASSWORD, next).isProblem(422, code);

        assertThat(answer.invalidFields()).containsExactly("new_password");
    }

    @Test
    @Tag("defect-28")
    void aPasswordThatIsTooLongIsRefusedUnhashed(Gatehouse gatehouse, Given given) {
        Given.Person ann = given.user().signedIn();
        long before = Evidence.argon2Executions(gatehouse);

        change(ann.api(), PASSWORD, "x".repeat(129)).isProblem(422, "password_too_long");
        change(ann.api(), PASSWORD, "x".repeat(250_000)).isProblem(422, "password_too_long");

        assertThat(Evidence.argon2Executions(gatehouse)).isEqualTo(before);
        change(ann.api(), PASSWORD, "x7#Kd0$wPq2!" + "\ud83d\ude00".repeat(116)).hasStatus(200);
    }

    @Test
    void membersMustBeThereAndKnown(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        assertThat(ann.api()
                        .post(CHANGE, "{}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("current_password", "new_password");
        ann.api()
                .post(CHANGE, "{\"current_password\":\"a\",\"new_password\":\"b\",\"email\":\"c\"}")
                .isProblem(422, "validation_failed");
        assertThat(ann.api()
                        .post(CHANGE, "{\"current_password\":\"a\",\"new_password\":\"b\\u0000\"}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("new_password");
        change(api, PASSWORD, NEXT).isProblem(401, "unauthorized");
    }

    @Test
    void whoMustChangeThePasswordMayDoNothingElse(Api api, Given given) {
        Given.Person ann = given.user("ann@example.com")
                .withRole("admin")
                .whoMustChangeThePassword()
                .signedIn();
        ann.api().get(ME).hasStatus(200);
        for (String path : new String[] {
            "/api/v1/users",
            "/api/v1/users/me/permissions",
            "/api/v1/auth/sessions",
            "/api/v1/roles",
            "/api/v1/permissions",
            "/api/v1/audit-logs",
            "/api/v1/audit-logs/me",
            "/api/v1/users/" + ann.id()
        }) {
            ann.api().get(path).isProblem(403, "password_change_required");
        }
        ann.api().patch(ME, Map.of("first_name", "X")).isProblem(403, "password_change_required");
        ann.api().delete("/api/v1/auth/sessions/" + ann.sessionId()).isProblem(403, "password_change_required");
        ann.api()
                .postForm("/api/v1/oauth2/introspect", Map.of("token", "x"))
                .isProblem(403, "password_change_required");

        change(ann.api(), PASSWORD, NEXT).hasStatus(200);

        ann.api().get("/api/v1/users").hasStatus(200);
        ann.api().get("/api/v1/auth/sessions").hasStatus(200);
        assertThat(signIn(api, "ann@example.com", NEXT)).isEqualTo(200);
    }

    @Test
    void aChangeSpoilsOpenLinks(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user().signedIn();
        String link = Link.exists(database, ann.id(), "password_reset");
        change(ann.api(), PASSWORD, NEXT).hasStatus(200);

        api.post("/api/v1/password/reset-password", Map.of("token", link, "new_password", "another horse battery"))
                .isProblem(400, "invalid_reset_token");
    }
}
