package dev.gatehouse.users;

import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** Accounts that administrators make for others, and links that they send. */
@ExtendWith(GatehouseExtension.class)
class InvitationTest {
    private static Answer create(Given.Person admin, String email) {
        return admin.api()
                .post("/api/v1/users", Map.of("email", email, "first_name", "Bo", "last_name", "Keeper"))
                .hasStatus(201);
    }

    private static Answer setPassword(Api api, String token) {
        return api.post("/api/v1/password/reset-password", Map.of("token", token, "new_password", PASSWORD));
    }

    private static Answer send(Given.Person caller, long id, String what) {
        return caller.api().send("POST", "/api/v1/users/" + id + "/" + what, null, null);
    }

    @Test
    void whoIsInvitedSetsHisPasswordAndIsIn(Api api, Given given, TestDatabase database) {
        Given.Person admin = given.admin();
        Post post = new Post(database);
        Answer made = create(admin, "bo@example.com");
        assertThat(made.json().path("email_verified").asBoolean()).isFalse();
        assertThat(made.json().path("is_approved").asBoolean()).isTrue();
        String token = post.token("invitation", "bo@example.com");
        assertThat(post.only("invitation", "bo@example.com").content())
                .contains("https://gatehouse.example/set-password#token=");

        setPassword(api, token).hasStatus(200);

        Answer in = api.post("/api/v1/auth/login", Map.of("email", "bo@example.com", "password", PASSWORD))
                .hasStatus(200);
        assertThat(api.withToken(in.string("access_token"))
                        .get("/api/v1/users/me")
                        .json()
                        .path("email_verified")
                        .asBoolean())
                .isTrue();
        assertThat(post.to("bo@example.com"))
                .as("a first password is no changed one")
                .containsExactly("invitation");
        setPassword(api, token).isProblem(400, "invalid_reset_token");
    }

    @Test
    void anInvitationLivesForAWeek(Given given, TestDatabase database) {
        create(given.admin(), "bo@example.com");

        assertThat(new Evidence(database).text("SELECT (expires_at - created_at)::text FROM one_time_links"))
                .isEqualTo("7 days");
    }

    @Test
    void anotherInvitationVoidsTheFirst(Api api, Given given, TestDatabase database) {
        Given.Person admin = given.admin();
        long id = create(admin, "bo@example.com").number("id");
        Post post = new Post(database);
        String first = post.token("invitation", "bo@example.com");

        send(admin, id, "send-invitation").hasStatus(202);

        setPassword(api, first).isProblem(400, "invalid_reset_token");
        setPassword(api, post.last("invitation", "bo@example.com").token()).hasStatus(200);
        send(admin, id, "send-invitation").isProblem(409, "password_already_set");
        assertThat(new Evidence(database).auditRows("user.invited", id)).isEqualTo(2);
    }

    @Test
    void nobodyInvitesOrResetsWhoHoldsMoreThanHe(Given given, TestDatabase database) {
        Given.Person manager = given.user().withRole("manager").signedIn();
        long admin =
                given.user("admin@example.com").withRole("admin").withHash(null).exists();

        send(manager, admin, "send-invitation").isProblem(403, "target_outranks_caller");
        send(manager, admin, "send-password-reset").isProblem(403, "target_outranks_caller");
        send(manager, 999_999_999, "send-invitation").isProblem(404, "not_found");
        send(manager, 999_999_999, "send-password-reset").isProblem(404, "not_found");

        assertThat(new Post(database).all()).isEmpty();
    }

    @Test
    void aDeactivatedAccountGetsNoLinks(Given given, TestDatabase database) {
        Given.Person admin = given.admin();
        long id = given.user("gone@example.com").withHash(null).inactive().exists();

        send(admin, id, "send-invitation").isProblem(409, "account_inactive");
        send(admin, id, "send-password-reset").isProblem(409, "account_inactive");

        assertThat(new Post(database).all()).isEmpty();
    }

    @Test
    void anAdministratorHelpsWithAForgottenPassword(Api api, Given given, TestDatabase database) {
        Given.Person manager = given.user().withRole("manager").signedIn();
        Given.Person ann = given.user("ann@example.com").withRole("user").signedIn();
        Post post = new Post(database);

        Answer answer = send(manager, ann.id(), "send-password-reset").hasStatus(202);

        assertThat(answer.text()).doesNotContain("token=");
        ann.api().get("/api/v1/users/me").hasStatus(200);
        api.post(
                        "/api/v1/password/reset-password",
                        Map.of(
                                "token",
                                post.token("password-reset", "ann@example.com"),
                                "new_password",
                                "another horse altogether"))
                .hasStatus(200);
        ann.api().get("/api/v1/users/me").isProblem(401, "invalid_token");
        assertThat(new Evidence(database).auditRows("password.reset_link_sent", ann.id()))
                .isEqualTo(1);
    }

    @Test
    void aPasswordThatSomebodyElseChoseMustBeChangedFirst(Api api, Given given, TestDatabase database) {
        Map<String, String> body = new HashMap<>(
                Map.of("email", "bo@example.com", "first_name", "Bo", "last_name", "Keeper", "password", PASSWORD));
        given.admin().api().post("/api/v1/users", body).hasStatus(201);
        assertThat(new Post(database).all()).as("no invitation").isEmpty();

        Answer in = api.post("/api/v1/auth/login", Map.of("email", "bo@example.com", "password", PASSWORD))
                .hasStatus(200);
        Api bo = api.withToken(in.string("access_token"));
        bo.get("/api/v1/users/me").hasStatus(200);
        bo.get("/api/v1/users/me/permissions").isProblem(403, "password_change_required");
        bo.patch("/api/v1/users/me", Map.of("first_name", "Bob")).isProblem(403, "password_change_required");
        bo.post(
                        "/api/v1/password/change-password",
                        Map.of("current_password", PASSWORD, "new_password", "my very own sentence"))
                .hasStatus(200);

        bo.get("/api/v1/users/me/permissions").hasStatus(200);
    }

    @Test
    void anInvitationThatCannotBePostedMakesNoAccount(Given given, TestDatabase database) {
        Given.Person admin = given.admin();
        create(admin, "first@example.com");
        Map<String, String> again = Map.of("email", "FIRST@example.com", "first_name", "Bo", "last_name", "Keeper");

        admin.api().post("/api/v1/users", again).isProblem(409, "email_taken");

        assertThat(new Post(database).to("first@example.com")).containsExactly("invitation");
    }
}
