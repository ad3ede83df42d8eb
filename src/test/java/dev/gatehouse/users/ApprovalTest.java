package dev.gatehouse.users;

import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** Letting people in who registered themselves. */
@ExtendWith(GatehouseExtension.class)
@Tag("defect-3")
class ApprovalTest {
    private static void registers(Api api, Post post, String email) {
        api.post("/api/v1/users/register", RegisterTest.body(email, PASSWORD)).hasStatus(202);
        api.post("/api/v1/users/verify-email", Map.of("token", post.token("verify-email", email)))
                .hasStatus(200);
    }

    private static Answer approve(Given.Person approver, long id) {
        return approver.api().send("PATCH", "/api/v1/users/" + id + "/approve", null, null);
    }

    private static Answer signIn(Api api, String email) {
        return api.post("/api/v1/auth/login", Map.of("email", email, "password", PASSWORD));
    }

    @Test
    void onlyThoseWhoMayApproveAreTold(Api api, Given given, TestDatabase database) {
        given.user("manager@example.com").withRole("manager").exists();
        given.user("admin@example.com").withRole("admin").exists();
        given.user("user@example.com").withRole("user").exists();
        given.user("gone@example.com").withRole("manager").inactive().exists();
        given.user("new@example.com").withRole("manager").unverified().exists();
        Post post = new Post(database);

        registers(api, post, "ann@example.com");

        assertThat(post.all().stream()
                        .filter(letter -> letter.template().equals("approval-needed"))
                        .map(Post.Posted::recipient))
                .containsExactlyInAnyOrder("manager@example.com", "admin@example.com");
    }

    @Test
    void whoHasNotProvedHisAddressBothersNobody(Api api, Given given, TestDatabase database) {
        given.user("manager@example.com").withRole("manager").exists();

        api.post("/api/v1/users/register", RegisterTest.body("ann@example.com", PASSWORD))
                .hasStatus(202);

        assertThat(new Post(database).to("manager@example.com")).isEmpty();
    }

    @Test
    void manyApplicantsAreOneLetter(Api api, Given given, TestDatabase database) {
        given.user("manager@example.com").withRole("manager").exists();
        Post post = new Post(database);
        registers(api, post, "first@example.com");
        assertThat(post.to("manager@example.com")).hasSize(1);
        for (int i = 0; i < 3; i++) {
            registers(api, post, "ann" + i + "@example.com");
        }
        assertThat(post.to("manager@example.com")).hasSize(1);

        new Evidence(database)
                .change("UPDATE letter_budgets SET since = since - interval '10 minutes'"
                        + " WHERE key = sha256('approval-needed')");
        new Evidence(database).waitUntil("SELECT bool_and(announced_at IS NOT NULL) FROM registrations");

        assertThat(post.to("manager@example.com")).hasSize(2);
        assertThat(post.last("approval-needed", "manager@example.com").content())
                .contains("3")
                .contains("ann0@example.com");
    }

    @Test
    void atMostTwentyAreTold(Api api, Given given, TestDatabase database) {
        for (int i = 0; i < 25; i++) {
            given.user().withRole("manager").exists();
        }
        Post post = new Post(database);

        registers(api, post, "ann@example.com");

        assertThat(post.all().stream().filter(letter -> letter.template().equals("approval-needed")))
                .hasSize(20);
    }

    @Test
    void whoIsApprovedIsWelcomedOnce(Api api, Given given, TestDatabase database) {
        Given.Person manager = given.user().withRole("manager").signedIn();
        Post post = new Post(database);
        registers(api, post, "ann@example.com");
        long id = new Evidence(database).count("SELECT id FROM users WHERE email = 'ann@example.com'");

        AtOnce.all(6, i -> approve(manager, id)).forEach(answer -> answer.hasStatus(200));

        assertThat(post.all("welcome", "ann@example.com")).hasSize(1);
        assertThat(new Evidence(database).auditRows("user.approved", id)).isEqualTo(1);
        signIn(api, "ann@example.com").hasStatus(200);
    }

    @Test
    void whoIsApprovedBeforeHeProvesHisAddressIsWelcomedThen(Api api, Given given, TestDatabase database) {
        Given.Person manager =
                given.user("manager@example.com").withRole("manager").signedIn();
        Post post = new Post(database);
        api.post("/api/v1/users/register", RegisterTest.body("ann@example.com", PASSWORD))
                .hasStatus(202);
        String token = post.token("verify-email", "ann@example.com");
        long id = new Evidence(database).count("SELECT id FROM users WHERE email = 'ann@example.com'");
        approve(manager, id).hasStatus(200);
        assertThat(post.to("ann@example.com")).doesNotContain("welcome");
        signIn(api, "ann@example.com").isProblem(403, "email_not_verified");

        api.post("/api/v1/users/verify-email", Map.of("token", token)).hasStatus(200);

        assertThat(post.to("ann@example.com")).containsExactly("verify-email", "welcome");
        assertThat(post.to("manager@example.com")).isEmpty();
        signIn(api, "ann@example.com").hasStatus(200);
    }

    @Test
    void someoneWhoWaitsHasNoTokensOfAnyKind(Api api, Given given, TestDatabase database) {
        Given.Person service = given.personWith("tokens:introspect");
        Given.Person ann = given.user("ann@example.com").signedIn();
        for (String flag : new String[] {"is_active", "is_approved", "email_verified"}) {
            database.jdbi().useHandle(handle -> {
                handle.execute("UPDATE users SET " + flag + " = false WHERE id = ?", ann.id());
                handle.execute("SELECT pg_notify('gatehouse', 'users:*')");
            });
            new Evidence(database).waitUntil("SELECT true");

            assertThat(signIn(api, "ann@example.com").status()).as(flag).isEqualTo(403);
            api.post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()))
                    .isProblem(401, "invalid_refresh_token");
            for (String token : new String[] {ann.accessToken(), ann.refreshToken()}) {
                assertThat(service.api()
                                .postForm("/api/v1/oauth2/introspect", Map.of("token", token))
                                .hasStatus(200)
                                .json()
                                .path("active")
                                .asBoolean())
                        .as(flag)
                        .isFalse();
            }
            ann.api().get("/api/v1/users/me").isProblem(401, "invalid_token");
            database.jdbi()
                    .useHandle(handle -> handle.execute("UPDATE users SET " + flag + " = true WHERE id = ?", ann.id()));
        }
    }

    @Test
    @Tag("defect-33")
    void anAdministratorWhoWasOnlyInvitedIsNotTheOneWhoRemains(Given given) {
        Given.Person admin = given.admin();
        admin.api()
                .post(
                        "/api/v1/users",
                        Map.of(
                                "email", "next@example.com",
                                "first_name", "Next",
                                "last_name", "Admin",
                                "role_names", new String[] {"admin"}))
                .hasStatus(201);

        admin.api()
                .patch("/api/v1/users/" + admin.id(), Map.of("is_active", false))
                .isProblem(409, "last_admin");
    }
}
