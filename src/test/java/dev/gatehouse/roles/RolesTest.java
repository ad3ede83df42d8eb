package dev.gatehouse.roles;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code /roles}: what a role is, who may change it and how it ends. */
@ExtendWith(GatehouseExtension.class)
class RolesTest {
    private static final String ROLES = "/api/v1/roles";

    @Test
    void aRoleIsMadeReadChangedAndDeleted(Given given) {
        Api admin = given.admin().api();

        Answer made = admin.post(
                        ROLES + "/",
                        Map.of(
                                "name",
                                " Auditor ",
                                "description",
                                "Reads\nthe trail",
                                "permission_names",
                                List.of("users:read", "audit:read", "users:read")))
                .hasStatus(201);
        String own = ROLES + "/" + made.number("id");

        assertThat(made.header("Location")).isEqualTo(own);
        assertThat(made.header("ETag")).matches("\"\\d+\"");
        assertThat(made.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "name", "description", "is_system", "permissions", "user_count");
        assertThat(made.string("name")).isEqualTo("Auditor");
        assertThat(made.json().path("is_system").asBoolean()).isFalse();
        assertThat(made.number("user_count")).isZero();
        assertThat(permissions(made)).containsExactly("audit:read", "users:read");
        assertThat(made.json().path("permissions").path(0).path("id").isIntegralNumber())
                .isTrue();
        assertThat(admin.get(own + "/").hasStatus(200).json()).isEqualTo(made.json());

        Map<String, Object> change = new HashMap<>(Map.of("name", "reader", "permission_names", List.of("users:read")));
        change.put("description", null);
        Answer changed = admin.patch(own, change).hasStatus(200);
        assertThat(changed.string("name")).isEqualTo("reader");
        assertThat(changed.json().path("description").isNull()).isTrue();
        assertThat(permissions(changed)).containsExactly("users:read");
        assertThat(permissions(admin.patch(own, Map.of("description", "kept")).hasStatus(200)))
                .containsExactly("users:read");

        assertThat(admin.delete(own).hasStatus(204).text()).isEmpty();
        admin.get(own).isProblem(404, "not_found");
        admin.patch(own, Map.of()).isProblem(404, "not_found");
        admin.delete(own).isProblem(404, "not_found");
    }

    @Test
    void badRolesAreNamed(Given given) {
        Api admin = given.admin().api();
        String own = ROLES + "/" + given.role("mine");
        Map<String, List<Object>> wrong = new HashMap<>();
        wrong.put(
                "name",
                java.util.Arrays.asList(
                        null, "", "  ", "x".repeat(51), "a\nb", "<b>", "a/b", "nul\u0000", 5, List.of()));
        wrong.put("description", List.of("x".repeat(501), 5, List.of(), "nul\u0000"));
        wrong.put("permission_names", List.of("users:read", Map.of(), 5, Collections.nCopies(1001, "users:read")));
        wrong.put("is_system", List.of(true));
        wrong.put("version", List.of(7));

        wrong.forEach((member, values) -> values.forEach(value -> {
            Map<String, Object> body = new HashMap<>(Map.of("name", "fine"));
            body.put(member, value);
            assertThat(admin.post(ROLES, body).hasStatus(422).invalidFields()).containsOnly(member);
            Map<String, Object> change = new HashMap<>();
            change.put(member, value);
            assertThat(admin.patch(own, change).hasStatus(422).invalidFields()).containsOnly(member);
        }));
        Map<String, Object> cleared = new HashMap<>();
        cleared.put("permission_names", null);
        assertThat(admin.patch(own, cleared).hasStatus(422).invalidFields()).containsExactly("permission_names");
    }

    @Test
    @Tag("defect-40")
    void aDescriptionIsText(Given given) {
        Answer made = given.admin()
                .api()
                .post(ROLES, Map.of("name", "text", "description", "conversion = 5 percent; DROP TABLE roles; -- <b>"))
                .hasStatus(201);

        assertThat(made.string("description")).isEqualTo("conversion = 5 percent; DROP TABLE roles; -- <b>");
    }

    @Test
    @Tag("defect-44")
    void aRoleIsMadeWithItsPermissionsOrNotAtAll(Given given, TestDatabase database) {
        Api admin = given.admin().api();

        Answer refused = admin.post(
                        ROLES, Map.of("name", "half", "permission_names", List.of("users:read", "users:fly")))
                .isProblem(422, "unknown_permission");

        assertThat(refused.invalidFields()).containsExactly("permission_names");
        assertThat(refused.string("detail")).contains("users:fly");
        assertThat(count(database, "half")).isZero();
        admin.post(ROLES, Map.of("name", "half")).hasStatus(201);
    }

    @Test
    @Tag("defect-44")
    void aRoleWhosePermissionsCannotBeWrittenIsNotMade(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        Map<String, Object> body = Map.of("name", "half", "permission_names", List.of("users:read"));
        database.jdbi().useHandle(handle -> handle.execute("""
                CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
                CREATE TRIGGER no_room BEFORE INSERT ON role_permissions FOR EACH ROW EXECUTE FUNCTION no_room()
                """));
        try {
            admin.post(ROLES, body).isProblem(503, "database_unavailable");
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("DROP FUNCTION no_room CASCADE"));
        }

        assertThat(count(database, "half")).isZero();
        assertThat(admin.post(ROLES, body).hasStatus(201).json().path("permissions"))
                .hasSize(1);
    }

    @Test
    @Tag("defect-34")
    void anUnknownPermissionTakesNothingAway(Given given) {
        Api admin = given.admin().api();
        String own = ROLES + "/" + given.role("keeps", "users:read", "audit:read");

        admin.patch(own, Map.of("name", "renamed", "permission_names", List.of("nothing:known")))
                .isProblem(422, "unknown_permission");

        Answer after = admin.get(own);
        assertThat(permissions(after)).containsExactly("audit:read", "users:read");
        assertThat(after.string("name")).isEqualTo("keeps");
    }

    @Test
    @Tag("defect-43")
    void oneNameIsOneRoleAlsoUnderParallelRequests(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        admin.post(ROLES, Map.of("name", "Once")).hasStatus(201);
        admin.post(ROLES, Map.of("name", "ONCE")).isProblem(409, "role_exists");
        admin.post(ROLES, Map.of("name", "Admin")).isProblem(409, "role_exists");
        admin.patch(ROLES + "/" + given.role("other"), Map.of("name", "once")).isProblem(409, "role_exists");

        for (int round = 0; round < 4; round++) {
            String name = "race" + round;
            List<Answer> answers = AtOnce.all(
                    8,
                    i -> admin.post(
                            ROLES,
                            Map.of("name", i % 2 == 0 ? name : "RACE" + name.substring(4), "description", "d" + i)));

            assertThat(answers.stream().filter(answer -> answer.status() == 201))
                    .hasSize(1);
            answers.stream()
                    .filter(answer -> answer.status() != 201)
                    .forEach(answer -> answer.isProblem(409, "role_exists"));
            assertThat(count(database, name)).isOne();
        }
    }

    @Test
    void aRoleMayChangeTheCaseOfItsName(Given given) {
        Api admin = given.admin().api();

        assertThat(admin.patch(ROLES + "/" + given.role("quiet"), Map.of("name", "QUIET"))
                        .hasStatus(200)
                        .string("name"))
                .isEqualTo("QUIET");
    }

    @Test
    @Tag("promise-5")
    @Tag("defect-4")
    void aRoleIsGivenOnlyWhatTheCallerHolds(Given given) {
        Api caller =
                given.personWith("roles:manage", "roles:read", "users:read").api();
        String mine = ROLES + "/" + given.role("mine", "users:read");
        String above = ROLES + "/" + given.role("above", "users:read", "audit:read");

        Answer refused = caller.post(
                        ROLES, Map.of("name", "new", "permission_names", List.of("users:read", "audit:read")))
                .isProblem(403, "cannot_grant");
        assertThat(refused.json().path("missing_permissions").toString()).isEqualTo("[\"audit:read\"]");
        caller.patch(mine, Map.of("permission_names", List.of("users:read", "audit:read")))
                .isProblem(403, "cannot_grant");
        caller.patch(above, Map.of("permission_names", List.of("users:read"))).isProblem(403, "target_outranks_caller");
        caller.patch(above, Map.of("name", "renamed")).isProblem(403, "target_outranks_caller");
        caller.delete(above).isProblem(403, "target_outranks_caller");
        caller.patch(mine, Map.of("permission_names", List.of("roles:read"))).hasStatus(200);
        caller.delete(mine).hasStatus(204);
    }

    @Test
    @Tag("promise-4")
    void whatARoleLosesItsHoldersLoseAtOnce(Given given) {
        Api admin = given.admin().api();
        long role = given.role("changing", "audit:read");
        Person holder = given.user().withRole("changing").signedIn();
        holder.api().get("/api/v1/audit-logs").hasStatus(200);

        admin.patch(ROLES + "/" + role, Map.of("permission_names", List.of())).hasStatus(200);

        holder.api().get("/api/v1/audit-logs").isProblem(403, "permission_denied");
    }

    @Test
    void theTagTellsOneVersionFromTheNext(Given given) {
        Api admin = given.admin().api();
        String own = ROLES + "/" + given.role("tagged");
        String tag = admin.get(own).header("ETag");

        Answer same = admin.with("If-None-Match", "\"77\", W/" + tag).get(own).hasStatus(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(tag);
        admin.with("If-None-Match", "*").get(own).hasStatus(304);
        admin.with("If-None-Match", "\"77\"").get(own).hasStatus(200);

        String first = admin.patch(own, Map.of("name", "tagged")).header("ETag");
        assertThat(tag).startsWith(first.replaceFirst("\"$", "."));
        String second = admin.patch(own, Map.of("name", "tagged twice")).header("ETag");
        String third = admin.patch(own, Map.of("permission_names", List.of("users:read")))
                .header("ETag");
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(admin.get(own).header("ETag")).startsWith(third.replaceFirst("\"$", "."));
        admin.with("If-None-Match", tag).get(own).hasStatus(200);
    }

    @Test
    void whoHasReadAnOldVersionOverwritesNothing(Given given) {
        Api admin = given.admin().api();
        String own = ROLES + "/" + given.role("guarded");
        String old = admin.get(own).header("ETag");
        String current = admin.with("If-Match", old)
                .patch(own, Map.of("description", "second"))
                .hasStatus(200)
                .header("ETag");

        for (String stale : List.of(old, "W/" + current, "\"\"", "nonsense", current.replace("\"", ""))) {
            admin.with("If-Match", stale)
                    .patch(own, Map.of("description", "lost"))
                    .isProblem(412, "precondition_failed");
            admin.with("If-Match", stale).delete(own).isProblem(412, "precondition_failed");
        }
        assertThat(admin.get(own).string("description")).isEqualTo("second");
        admin.with("If-Match", "*").patch(own, Map.of("description", "third")).hasStatus(200);
        String latest = admin.get(own).header("ETag");
        admin.with("If-Match", old + ", " + latest).delete(own).hasStatus(204);
    }

    @Test
    void ofManyWhoChangeTheSameVersionOneWins(Given given) {
        Api admin = given.admin().api();
        String own = ROLES + "/" + given.role("contested");

        for (int round = 0; round < 4; round++) {
            Api withTag = admin.with("If-Match", admin.get(own).header("ETag"));
            String prefix = round + "-";
            List<Answer> answers = AtOnce.all(6, i -> withTag.patch(own, Map.of("description", prefix + i)));

            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(1);
            answers.stream()
                    .filter(answer -> answer.status() != 200)
                    .forEach(answer -> answer.isProblem(412, "precondition_failed"));
        }
    }

    @Test
    void aRoleInUseIsDeletedOnlyWithAnHeir(Given given) {
        Api admin = given.admin().api();
        long old = given.role("old", "users:read");
        long heir = given.role("heir", "audit:read");
        Person holder = given.user().withRole("old").withRole("guest").signedIn();
        Person both = given.user().withRole("old").withRole("heir").signedIn();
        assertThat(admin.get(ROLES + "/" + old).number("user_count")).isEqualTo(2);

        admin.delete(ROLES + "/" + old).isProblem(409, "role_in_use");
        for (String nobody : List.of("nothing", "old", Long.toString(old), "0", "-1", "99999999999999999999")) {
            Answer refused =
                    admin.delete(ROLES + "/" + old + "?reassign_to=" + nobody).isProblem(422, "unknown_role");
            assertThat(refused.invalidFields()).containsExactly("reassign_to");
        }
        admin.delete(ROLES + "/" + old + "?reassign_to=").isProblem(400, "malformed_parameter");
        admin.delete(ROLES + "/" + old + "?reassign_to=HEIR").hasStatus(204);

        assertThat(holder.api().get("/api/v1/users/me/permissions").each("name"))
                .containsExactly("audit:read");
        assertThat(both.api().get("/api/v1/users/me/permissions").each("name")).containsExactly("audit:read");
        assertThat(admin.get(ROLES + "/" + heir).number("user_count")).isEqualTo(2);

        long last = given.role("last");
        admin.delete(ROLES + "/" + heir + "?reassign_to=" + last).hasStatus(204);
        assertThat(holder.api().get("/api/v1/users/me/permissions").json()).isEmpty();
        assertThat(admin.get(ROLES + "/" + last).number("user_count")).isEqualTo(2);
    }

    @Test
    @Tag("promise-5")
    void nobodyMakesHoldersHeirsOfWhatHeLacks(Given given) {
        Api caller = given.personWith("roles:manage", "users:read").api();
        long weak = given.role("weak", "users:read");
        Person holder = given.user().withRole("weak").signedIn();

        caller.delete(ROLES + "/" + weak + "?reassign_to=admin").isProblem(403, "cannot_grant");

        assertThat(holder.api().get("/api/v1/users/me/permissions").each("name"))
                .containsExactly("users:read");
    }

    @Test
    @Tag("defect-33")
    void theAdministratorsRoleKeepsItsNameAndAllSystemPermissions(Given given) {
        Api admin = given.admin().api();
        Answer role = admin.get(ROLES + "?limit=1000");
        JsonNode system = StreamSupport.stream(role.json().spliterator(), false)
                .filter(one -> one.path("is_system").asBoolean())
                .findFirst()
                .orElseThrow();
        String own = ROLES + "/" + system.path("id").asLong();
        List<String> all = permissions(admin.get(own));
        given.role("something", "app:thing");

        admin.delete(own).isProblem(409, "system_role");
        admin.delete(own + "?reassign_to=user").isProblem(409, "system_role");
        admin.patch(own, Map.of("name", "root")).isProblem(409, "system_role");
        admin.patch(own, Map.of("permission_names", List.of())).isProblem(409, "system_role");
        admin.patch(own, Map.of("permission_names", all.subList(1, all.size()))).isProblem(409, "system_role");
        assertThat(permissions(admin.get(own))).isEqualTo(all);
        admin.patch(own, Map.of("description", "Everything")).hasStatus(200);
    }

    @Test
    void givingARoleAndDeletingItDoNotOvertakeEachOther(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        for (int round = 0; round < 8; round++) {
            long role = given.role("fleeting" + round);
            long user = given.user().exists();
            String name = "fleeting" + round;

            List<Answer> answers = AtOnce.all(List.of(
                    () -> admin.patch("/api/v1/users/" + user, Map.of("role_names", List.of(name))),
                    () -> admin.delete(ROLES + "/" + role)));

            assertThat(answers.get(0).status()).as(answers.get(0).text()).isIn(200, 422);
            assertThat(answers.get(1).status()).as(answers.get(1).text()).isIn(204, 409);
            assertThat(answers.get(0).status() == 200)
                    .as("given, or deleted, never both")
                    .isEqualTo(answers.get(1).status() == 409);
        }
    }

    @Test
    void rolesAreListedInPages(Given given) {
        Api admin = given.admin().api();
        for (int i = 0; i < 6; i++) {
            given.role("role number " + i);
        }
        List<String> all = admin.get(ROLES).hasStatus(200).each("id");

        Answer page = admin.get(ROLES + "?limit=4&skip=2&count=true").hasStatus(200);

        assertThat(page.each("id")).isEqualTo(all.subList(2, 6));
        assertThat(page.header("X-Total-Count")).isEqualTo("10");
        String link = page.header("Link");
        assertThat(admin.get(link.substring(1, link.indexOf('>'))).each("id")).isEqualTo(all.subList(6, 10));
        admin.get(ROLES + "?limit=0").isProblem(400, "malformed_parameter");
        admin.get(ROLES + "?after=x").isProblem(400, "bad_cursor");
        for (String id : List.of("0", "-1", "x", "9223372036854775808")) {
            admin.get(ROLES + "/" + id).isProblem(404, "not_found");
        }
    }

    private static List<String> permissions(Answer role) {
        return StreamSupport.stream(role.json().path("permissions").spliterator(), false)
                .map(permission -> permission.path("name").asText())
                .toList();
    }

    private static long count(TestDatabase database, String name) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM roles WHERE lower(name) = :name")
                        .bind("name", name)
                        .mapTo(Long.class)
                        .one());
    }
}
