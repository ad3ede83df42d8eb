package dev.gatehouse.users;

import dev.gatehouse.mail.Inboxes;
import dev.gatehouse.mail.PostOffice;
import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole life of one account, by HTTP and the mails that a real SMTP server took. */
@ExtendWith(GatehouseExtension.class)
class AccountStoryTest {
    private static final String FIRST = "a sentence nobody guesses";
    private static final String SECOND = "a sentence of another kind";
    private static final String OLD = "ann@example.com";
    private static final String NEW = "ann@elsewhere.example";

    @Test
    @Tag("defect-3")
    @Tag("defect-18")
    @Tag("defect-21")
    @Tag("defect-38")
    void fromRegistrationToDeletion(TestDatabase server) {
        try (Inboxes inboxes = new Inboxes();
                PostOffice office = PostOffice.open(server, inboxes.overrides())) {
            Given given = office.given();
            Api api = office.gatehouse().api();
            Person manager = given.user("boss@example.com").withRole("manager").signedIn();

            long id = comesIn(api, inboxes, office.database(), manager);
            moves(api, inboxes);
            forgets(api, inboxes);
            leaves(api, inboxes, manager, given.admin(), id, office.database());
        }
    }

    private static long comesIn(Api api, Inboxes inboxes, TestDatabase database, Person manager) {
        api.post("/api/v1/users/register", RegisterTest.body(OLD, FIRST)).hasStatus(202);
        String token = inboxes.token(OLD, "Confirm your e-mail address");
        signIn(api, OLD, FIRST).isProblem(403, "email_not_verified");
        verify(api, token).hasStatus(200);
        signIn(api, OLD, FIRST).isProblem(403, "account_pending_approval");
        assertThat(inboxes.text("boss@example.com", "1 waiting for approval")).contains(OLD);
        long id = new Evidence(database).count("SELECT id FROM users WHERE email = ?", OLD);
        manager.api()
                .send("PATCH", "/api/v1/users/" + id + "/approve", null, null)
                .hasStatus(200);
        assertThat(inboxes.text(OLD, "Welcome to Gatehouse")).contains("Ann");
        assertThat(signIn(api, OLD, FIRST).hasStatus(200).string("access_token"))
                .isNotBlank();
        return id;
    }

    private static void moves(Api api, Inboxes inboxes) {
        Answer session = signIn(api, OLD, FIRST).hasStatus(200);
        Api ann = api.withToken(session.string("access_token"));
        assertThat(ann.patch("/api/v1/users/me", Map.of("email", NEW, "current_password", FIRST))
                        .hasStatus(200)
                        .string("email"))
                .isEqualTo(OLD);
        verify(api, inboxes.token(NEW, "Confirm your new e-mail address")).hasStatus(200);
        ann.get("/api/v1/users/me").isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", session.string("refresh_token")))
                .isProblem(401, "invalid_refresh_token");
        signIn(api, OLD, FIRST).isProblem(401, "invalid_credentials");
        signIn(api, NEW, FIRST).hasStatus(200);
        assertThat(inboxes.text(OLD, "Your e-mail address was changed")).contains(NEW);
    }

    private static void forgets(Api api, Inboxes inboxes) {
        String access = signIn(api, NEW, FIRST).hasStatus(200).string("access_token");
        api.post("/api/v1/password/request-reset", Map.of("email", NEW)).hasStatus(200);
        api.post(
                        "/api/v1/password/reset-password",
                        Map.of("token", inboxes.token(NEW, "Choose a new password"), "new_password", SECOND))
                .hasStatus(200);
        api.withToken(access).get("/api/v1/users/me").isProblem(401, "invalid_token");
        signIn(api, NEW, FIRST).isProblem(401, "invalid_credentials");
        signIn(api, NEW, SECOND).hasStatus(200);
        assertThat(inboxes.text(NEW, "Your password was changed")).contains("Ann");
    }

    private static void leaves(Api api, Inboxes inboxes, Person manager, Person admin, long id, TestDatabase database) {
        Answer session = signIn(api, NEW, SECOND).hasStatus(200);
        manager.api().patch("/api/v1/users/" + id, Map.of("is_active", false)).hasStatus(200);
        signIn(api, NEW, SECOND).isProblem(403, "account_inactive");
        api.withToken(session.string("access_token")).get("/api/v1/users/me").isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", session.string("refresh_token")))
                .isProblem(401, "invalid_refresh_token");
        assertThat(inboxes.text(NEW, "Your account was deactivated")).contains("Ann");
        manager.api().delete("/api/v1/users/" + id).isProblem(403, "permission_denied");
        admin.api().delete("/api/v1/users/" + id).hasStatus(204);
        signIn(api, NEW, SECOND).isProblem(401, "invalid_credentials");
        Answer trail = admin.api()
                .get("/api/v1/audit-logs?actor_id=" + id + "&limit=100")
                .hasStatus(200);
        assertThat(trail.each("action"))
                .contains("user.email_verified", "session.started", "user.email_changed", "password.reset");
        assertThat(trail.json())
                .allSatisfy(row ->
                        assertThat(row.path("actor").path("email").isNull()).isTrue());
        assertThat(trail.text()).doesNotContain(OLD, NEW, "Ann");
        assertThat(new Evidence(database).count("SELECT count(*) FROM one_time_links WHERE user_id = ?", id))
                .isZero();
    }

    private static Answer verify(Api api, String token) {
        return api.post("/api/v1/users/verify-email", Map.of("token", token));
    }

    private static Answer signIn(Api api, String email, String password) {
        return api.post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }
}
