package dev.gatehouse.users;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Every change of an account is recorded, and no record tells who the person is once the account is gone. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-7")
class UserAuditTest {
    private static final String USERS = "/api/v1/users";

    /** One row of the trail. */
    public record Entry(String action, String outcome, Long actorId, String targetId, String details) {}

    @Test
    void theLifeOfAnAccountIsOnRecord(Given given, TestDatabase database) {
        Person admin = given.admin();
        long id = admin.api()
                .post(USERS, Map.of("email", "life@example.com", "first_name", "Very", "last_name", "Private"))
                .hasStatus(201)
                .number("id");
        Map<String, Object> names = new HashMap<>(Map.of("first_name", "Secretive", "last_name", "Private"));
        names.put("middle_name", "Hidden");
        admin.api().patch(USERS + "/" + id, names).hasStatus(200);
        admin.api()
                .patch(USERS + "/" + id, Map.of("role_names", List.of("guest", "manager")))
                .hasStatus(200);
        admin.api()
                .patch(USERS + "/" + id, Map.of("is_active", false, "is_approved", false))
                .hasStatus(200);
        admin.api().patch(USERS + "/" + id, Map.of("is_active", true)).hasStatus(200);
        admin.api().patch(USERS + "/" + id + "/approve", null).hasStatus(200);
        admin.api().delete(USERS + "/" + id).hasStatus(204);

        List<Entry> trail = trail(database, id);

        assertThat(trail)
                .extracting(Entry::action)
                .containsExactlyInAnyOrder(
                        "user.created",
                        "user.invited",
                        "user.changed",
                        "user.roles_changed",
                        "user.deactivated",
                        "user.approval_withdrawn",
                        "user.activated",
                        "user.approved",
                        "user.deleted");
        assertThat(trail)
                .allMatch(entry ->
                        entry.actorId() == admin.id() && entry.outcome().equals("success"));
        assertThat(details(trail, "user.created")).contains("[\"user\"]");
        assertThat(details(trail, "user.changed"))
                .contains("first_name", "middle_name")
                .doesNotContain("last_name");
        assertThat(details(trail, "user.roles_changed"))
                .contains("\"before\": [\"user\"]", "\"after\": [\"manager\", \"guest\"]");
        assertThat(trail)
                .extracting(Entry::details)
                .noneMatch(text -> text.contains("@")
                        || text.contains("Private")
                        || text.contains("Very")
                        || text.contains("Secretive")
                        || text.contains("Hidden"));
    }

    @Test
    void onesOwnChangeNamesTheMembersOnly(Given given, TestDatabase database) {
        Person person = given.user().signedIn();

        person.api()
                .patch(USERS + "/me", Map.of("last_name", "Confidential", "role_title", "Spy"))
                .hasStatus(200);

        List<Entry> trail = trail(database, person.id());
        assertThat(details(trail, "user.changed"))
                .contains("last_name", "role_title")
                .doesNotContain("Confidential", "Spy", "first_name");
    }

    @Test
    void whatIsRefusedIsNotRecordedAsDone(Given given, TestDatabase database) {
        Person manager = given.user().withRole("manager").signedIn();
        long id = given.user().exists();

        manager.api()
                .patch(USERS + "/" + id, Map.of("first_name", "New", "role_names", List.of("admin")))
                .isProblem(403, "cannot_grant");

        assertThat(trail(database, id)).noneMatch(entry -> entry.outcome().equals("success"));
    }

    @Test
    void withoutItsRecordThereIsNoChange(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        long id = given.user().exists();
        String before = admin.get(USERS + "/" + id).text();
        database.jdbi().useHandle(handle -> handle.execute("""
                CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
                  AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
                CREATE TRIGGER no_room BEFORE INSERT ON audit_logs FOR EACH ROW EXECUTE FUNCTION no_room()
                """));
        try {
            for (Answer answer : List.of(
                    admin.patch(USERS + "/" + id, Map.of("first_name", "New")),
                    admin.patch(USERS + "/" + id, Map.of("role_names", List.of("user"))),
                    admin.post(USERS, Map.of("email", "n@example.com", "first_name", "N", "last_name", "N")),
                    admin.delete(USERS + "/" + id))) {
                assertThat(answer.isProblem(503, "database_unavailable").header("Retry-After"))
                        .isNotEmpty();
            }
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("""
                    DROP TRIGGER no_room ON audit_logs;
                    DROP FUNCTION no_room()
                    """));
        }
        assertThat(admin.get(USERS + "/" + id).text()).isEqualTo(before);
    }

    private static String details(List<Entry> trail, String action) {
        return trail.stream()
                .filter(entry -> entry.action().equals(action))
                .findFirst()
                .orElseThrow()
                .details();
    }

    private static List<Entry> trail(TestDatabase database, long userId) {
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                        SELECT action, outcome, actor_id, target_id, details::text AS details
                          FROM audit_logs
                         WHERE target_type = 'user' AND target_id = :id
                         ORDER BY position, id
                        """)
                .bind("id", Long.toString(userId))
                .map((row, context) -> new Entry(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, Long.class),
                        row.getString(4),
                        row.getString(5)))
                .list());
    }
}
