package dev.gatehouse.users;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code PATCH}, approve and {@code DELETE} of somebody else's account, and who may do that to whom. */
@ExtendWith(GatehouseExtension.class)
class ChangeUserTest {
    private static final String USERS = "/api/v1/users/";

    @Test
    void whatIsLeftOutStaysAndNullClears(Given given) {
        Api admin = given.admin().api();
        long id = given.user().named("Ann", "Other").exists();
        admin.patch(USERS + id, Map.of("middle_name", "Bea", "role_title", "Clerk"))
                .hasStatus(200);

        Answer kept = admin.patch(USERS + id, Map.of("first_name", "Anna")).hasStatus(200);
        assertThat(kept.string("first_name")).isEqualTo("Anna");
        assertThat(kept.string("last_name")).isEqualTo("Other");
        assertThat(kept.string("middle_name")).isEqualTo("Bea");
        assertThat(kept.string("role_title")).isEqualTo("Clerk");

        Map<String, Object> nothing = new HashMap<>();
        nothing.put("middle_name", null);
        nothing.put("role_title", null);
        Answer cleared = admin.patch(USERS + id, nothing).hasStatus(200);
        assertThat(cleared.json().path("middle_name").isNull()).isTrue();
        assertThat(cleared.json().path("role_title").isNull()).isTrue();
        assertThat(cleared.string("first_name")).isEqualTo("Anna");
        assertThat(admin.get(USERS + id).json()).isEqualTo(cleared.json());
    }

    @Test
    void aChangeToWhatIsAlreadySoIsNoChange(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        long id = given.user().named("Ann", "Other").withRole("guest").exists();
        String before = admin.get(USERS + id).text();

        for (Map<String, Object> same : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("first_name", "Ann", "is_active", true, "is_approved", true),
                Map.of("role_names", List.of("guest")))) {
            assertThat(admin.patch(USERS + id, same).hasStatus(200).text()).isEqualTo(before);
        }
        long recorded = database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM audit_logs WHERE target_type = 'user' AND target_id = :id")
                .bind("id", Long.toString(id))
                .mapTo(Long.class)
                .one());
        assertThat(recorded).isZero();
    }

    @Test
    @Tag("promise-4")
    void aDeactivatedUserIsOutAtOnceAndBackWhenActivated(Given given) {
        Api admin = given.admin().api();
        Person person = given.user().signedIn();
        person.api().get(USERS + "me").hasStatus(200);

        admin.patch(USERS + person.id(), Map.of("is_active", false)).hasStatus(200);

        person.api().get(USERS + "me").isProblem(401, "invalid_token");
        admin.patch(USERS + person.id(), Map.of("is_active", true)).hasStatus(200);
        // The sessions of before stay ended.
        person.api().get(USERS + "me").isProblem(401, "invalid_token");
        given.signIn(person.email(), Given.PASSWORD);
    }

    @Test
    @Tag("promise-4")
    void rolesActOnTheNextRequest(Given given) {
        Api admin = given.admin().api();
        Person person = given.user().signedIn();
        person.api().get(USERS + "?limit=1").isProblem(403, "permission_denied");

        admin.patch(USERS + person.id(), Map.of("role_names", List.of("manager")))
                .hasStatus(200);
        person.api().get(USERS + "?limit=1").hasStatus(200);

        admin.patch(USERS + person.id(), Map.of("role_names", List.of())).hasStatus(200);
        person.api().get(USERS + "?limit=1").isProblem(403, "permission_denied");
    }

    @Test
    void rolesAreReplacedAsAWholeInAnySpelling(Given given) {
        Api admin = given.admin().api();
        long id = given.user().withRole("user").exists();

        Answer answer = admin.patch(USERS + id, Map.of("role_names", List.of("GUEST", "guest", "Manager")))
                .hasStatus(200);

        assertThat(roles(answer)).containsExactlyInAnyOrder("guest", "manager");
    }

    @Test
    @Tag("defect-34")
    void anUnknownRoleIsRefusedAndNothingIsLost(Given given) {
        Api admin = given.admin().api();
        long id = given.user().withRole("user").withRole("guest").exists();

        Answer refused = admin.patch(
                        USERS + id, Map.of("first_name", "Zoe", "role_names", List.of("manager", "nonsense")))
                .isProblem(422, "unknown_role");

        assertThat(refused.invalidFields()).containsExactly("role_names");
        Answer after = admin.get(USERS + id);
        assertThat(roles(after)).containsExactlyInAnyOrder("user", "guest");
        assertThat(after.string("first_name")).isEqualTo("Ann");
    }

    @Test
    void aFlagTakesItsOwnPermission(Given given) {
        long id = given.user().exists();
        Api clerk = given.personWith("users:update").api();

        clerk.patch(USERS + id, Map.of("first_name", "Fine", "is_active", false))
                .hasStatus(200);
        assertThat(clerk.patch(USERS + id, Map.of("is_approved", true))
                        .isProblem(403, "permission_denied")
                        .string("required_permission"))
                .isEqualTo("users:approve");
        assertThat(clerk.patch(USERS + id, Map.of("role_names", List.of()))
                        .isProblem(403, "permission_denied")
                        .string("required_permission"))
                .isEqualTo("roles:assign");
    }

    @Test
    @Tag("defect-3")
    void approvalIsWhatLetsANewcomerIn(Given given, Api nobody) {
        Api approver = given.personWith("users:approve").api();
        long id = given.user("new@example.com").unapproved().exists();
        nobody.post("/api/v1/auth/login", Map.of("email", "new@example.com", "password", Given.PASSWORD))
                .isProblem(403, "account_pending_approval");

        assertThat(approver.patch(USERS + id + "/approve", null)
                        .hasStatus(200)
                        .json()
                        .path("is_approved")
                        .asBoolean())
                .isTrue();
        approver.patch(USERS + id + "/approve", "{}").hasStatus(200);
        given.signIn("new@example.com", Given.PASSWORD);
    }

    @Test
    void whoLosesTheApprovalIsOutAtOnce(Given given) {
        Person person = given.user().signedIn();

        given.admin()
                .api()
                .patch(USERS + person.id(), Map.of("is_approved", false))
                .hasStatus(200);

        person.api().get(USERS + "me").isProblem(401, "invalid_token");
    }

    @Test
    void aDeletedUserIsGoneWithHisSessions(Given given, Api nobody) {
        Api admin = given.admin().api();
        Person person = given.user().withRole("user").signedIn();

        Answer answer = admin.delete(USERS + person.id()).hasStatus(204);

        assertThat(answer.text()).isEmpty();
        person.api().get(USERS + "me").isProblem(401, "invalid_token");
        nobody.post("/api/v1/auth/refresh", Map.of("refresh_token", person.refreshToken()))
                .hasStatus(401);
        nobody.post("/api/v1/auth/login", Map.of("email", person.email(), "password", Given.PASSWORD))
                .isProblem(401, "invalid_credentials");
        admin.get(USERS + person.id()).isProblem(404, "not_found");
        admin.delete(USERS + person.id()).isProblem(404, "not_found");
        admin.post("/api/v1/users", Map.of("email", person.email(), "first_name", "Second", "last_name", "Owner"))
                .hasStatus(201);
    }

    @Test
    @Tag("defect-4")
    @Tag("promise-5")
    void nobodyGivesWhatHeDoesNotHoldNotEvenToHimself(Given given) {
        Person manager = given.user().withRole("manager").signedIn();
        long other = given.user().withRole("user").exists();

        for (long id : List.of(manager.id(), other)) {
            Answer refused = manager.api()
                    .patch(USERS + id, Map.of("first_name", "Changed", "role_names", List.of("admin", "user")))
                    .isProblem(403, "cannot_grant");
            assertThat(refused.string("role")).isEqualTo("admin");
            assertThat(refused.json().path("missing_permissions")).isNotEmpty();
        }
        Answer after = manager.api().get(USERS + other);
        assertThat(roles(after)).containsExactly("user");
        assertThat(after.string("first_name")).isEqualTo("Ann");
        manager.api()
                .patch(USERS + other, Map.of("role_names", List.of("manager")))
                .hasStatus(200);
    }

    @Test
    @Tag("defect-4")
    @Tag("promise-5")
    void nobodyTouchesWhoHoldsMoreThanHimself(Given given) {
        Api caller = given.personWith(
                        "users:read", "users:update", "users:delete", "users:approve", "roles:assign", "roles:read")
                .api();
        given.role("auditor", "audit:read");
        long auditor = given.user().withRole("auditor").exists();
        String before = caller.get(USERS + auditor).text();

        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("first_name", "Changed"),
                Map.of("is_active", false),
                Map.of("is_approved", false),
                Map.of("role_names", List.of()))) {
            Answer refused = caller.patch(USERS + auditor, change).isProblem(403, "target_outranks_caller");
            assertThat(refused.json().path("missing_permissions").path(0).asText())
                    .isEqualTo("audit:read");
        }
        caller.patch(USERS + auditor + "/approve", null).isProblem(403, "target_outranks_caller");
        caller.delete(USERS + auditor).isProblem(403, "target_outranks_caller");
        assertThat(caller.get(USERS + auditor).text()).isEqualTo(before);
    }

    @Test
    @Tag("defect-4")
    void nobodySetsAPasswordOrAnAddressForSomebodyElse(Given given) {
        Api admin = given.admin().api();
        long id = given.user().exists();

        for (String member : List.of("password", "email", "password_hash", "email_verified")) {
            assertThat(admin.patch(USERS + id, Map.of(member, "x@example.com"))
                            .hasStatus(422)
                            .invalidFields())
                    .containsExactly(member);
        }
    }

    @Test
    void whoHoldsAtLeastAsMuchMayChangeTheAccount(Given given) {
        given.role("reader", "audit:read");
        long reader = given.user().withRole("reader").exists();
        Api caller =
                given.personWith("users:update", "users:delete", "audit:read").api();

        caller.patch(USERS + reader, Map.of("last_name", "Changed")).hasStatus(200);
        caller.delete(USERS + reader).hasStatus(204);
    }

    @Test
    @Tag("promise-5")
    void aGrantAndTheLossOfTheRightToItDoNotOvertakeEachOther(Given given) {
        Api admin = given.admin().api();
        given.role("powerful", "audit:read");
        for (int round = 0; round < 10; round++) {
            Person caller = given.personWith("users:update", "roles:assign", "audit:read");
            long friend = given.user().exists();

            List<Answer> answers = AtOnce.all(
                    List.of(() -> admin.patch(USERS + caller.id(), Map.of("role_names", List.of())), () -> caller.api()
                            .patch(USERS + friend, Map.of("role_names", List.of("powerful")))));

            answers.get(0).hasStatus(200);
            assertThat(answers.get(1).status()).as(answers.get(1).text()).isIn(200, 403);
            assertThat(roles(admin.get(USERS + friend)).contains("powerful"))
                    .isEqualTo(answers.get(1).status() == 200);
        }
    }

    @Test
    void parallelChangesOfOneAccountAllSucceed(Given given) {
        Api admin = given.admin().api();
        long id = given.user().exists();

        List<Answer> answers = AtOnce.all(
                12,
                i -> i % 2 == 0
                        ? admin.patch(USERS + id, Map.of("first_name", "Name" + i))
                        : admin.patch(USERS + id, Map.of("role_names", List.of(i % 4 == 1 ? "user" : "guest"))));

        answers.forEach(answer -> answer.hasStatus(200));
        assertThat(roles(admin.get(USERS + id))).hasSize(1);
    }

    private static List<String> roles(Answer user) {
        JsonNode roles = user.hasStatus(200).json().path("roles");
        return StreamSupport.stream(roles.spliterator(), false)
                .map(role -> role.path("name").asText())
                .toList();
    }
}
