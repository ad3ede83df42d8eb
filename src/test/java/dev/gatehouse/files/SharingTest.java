package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A file is read by its owner and by whom he lets, by name or by role, for as long as that holds. */
@ExtendWith(GatehouseExtension.class)
class SharingTest {
    @Test
    void whomTheOwnerNamesMayRead(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        Person ben = given.user().withRole("user").signedIn();
        Person eve = given.user().withRole("user").signedIn();
        String id = file(ann);

        Answer shared = share(ann, id, List.of(), List.of(ben.id())).hasStatus(200);

        assertThat(shared.text()).isEqualTo("{\"roles\":[],\"users\":[" + ben.id() + "]}");
        assertThat(ben.api().get("/api/v1/files/download/" + id).hasStatus(200).text())
                .isEqualTo("secret");
        assertThat(ben.api().get("/api/v1/files/list?shared=true").each("id")).containsExactly(id);
        assertThat(ben.api().get("/api/v1/files/list").json()).isEmpty();
        eve.api().get("/api/v1/files/" + id).isProblem(404, "not_found");

        share(ann, id, List.of(), List.of()).hasStatus(200);

        ben.api().get("/api/v1/files/download/" + id).isProblem(404, "not_found");
    }

    @Test
    void whoHoldsTheRoleMayReadUntilHeLosesIt(Given given, TestDatabase database) {
        given.role("editor", "files:read");
        Person ann = given.user().withRole("user").signedIn();
        Person ben = given.user().withRole("editor").signedIn();
        String id = file(ann);

        assertThat(share(ann, id, List.of("EDITOR"), List.of()).hasStatus(200).text())
                .isEqualTo("{\"roles\":[\"editor\"],\"users\":[]}");

        assertThat(ben.api().get("/api/v1/files/download/" + id).hasStatus(200).text())
                .isEqualTo("secret");
        assertThat(ben.api().get("/api/v1/files/list?shared=true").each("id")).containsExactly(id);

        Person admin = given.admin();
        admin.api()
                .patch("/api/v1/users/" + ben.id(), Map.of("role_names", List.of("user")))
                .hasStatus(200);

        ben.api().get("/api/v1/files/download/" + id).isProblem(404, "not_found");
        assertThat(ben.api().get("/api/v1/files/list?shared=true").json()).isEmpty();
    }

    @Test
    void readersDoNotShareOrDelete(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        Person ben = given.user().withRole("user").signedIn();
        Person eve = given.user().withRole("user").signedIn();
        String id = file(ann);
        share(ann, id, List.of(), List.of(ben.id())).hasStatus(200);

        share(ben, id, List.of(), List.of(eve.id())).isProblem(404, "not_found");
        ben.api().get("/api/v1/files/" + id + "/sharing").isProblem(404, "not_found");
        ben.api().delete("/api/v1/files/" + id).isProblem(404, "not_found");
        assertThat(ann.api()
                        .get("/api/v1/files/" + id + "/sharing")
                        .hasStatus(200)
                        .text())
                .isEqualTo("{\"roles\":[],\"users\":[" + ben.id() + "]}");
    }

    @Test
    void whatIsNotThereCannotBeSharedWith(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        String id = file(ann);

        share(ann, id, List.of("nobodys"), List.of()).isProblem(422, "unknown_role");
        share(ann, id, List.of(), List.of(999_999_999L)).isProblem(422, "unknown_user");
        ann.api()
                .send("PUT", "/api/v1/files/" + id + "/sharing", "application/json", "{\"roles\":[null],\"users\":[]}")
                .isProblem(422, "validation_failed");
        ann.api()
                .send("PUT", "/api/v1/files/" + id + "/sharing", "application/json", "{\"roles\":[]}")
                .isProblem(422, "validation_failed");
    }

    @Test
    void sharingEndsWithTheAccountOrTheRole(Given given, TestDatabase database) {
        long role = given.role("editor", "files:read");
        Person ann = given.user().withRole("user").signedIn();
        Person ben = given.user().withRole("user").signedIn();
        String id = file(ann);
        share(ann, id, List.of("editor"), List.of(ben.id())).hasStatus(200);
        Person admin = given.admin();

        admin.api().delete("/api/v1/users/" + ben.id()).hasStatus(204);
        admin.api().delete("/api/v1/roles/" + role).hasStatus(204);

        assertThat(ann.api().get("/api/v1/files/" + id + "/sharing").text()).isEqualTo("{\"roles\":[],\"users\":[]}");
    }

    @Test
    void filesGoWithTheirOwnersAccount(Given given, TestDatabase database) {
        Person ann = given.user().withRole("user").signedIn();
        file(ann);
        Person admin = given.admin();

        admin.api().delete("/api/v1/users/" + ann.id()).hasStatus(204);

        assertThat(admin.api().get("/api/v1/files/admin/list").json()).isEmpty();
        long due = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM file_blobs WHERE due_at <= now()")
                        .mapTo(Long.class)
                        .one());
        assertThat(due).as("bytes that are due for removal").isEqualTo(1);
    }

    private static String file(Person owner) {
        return owner.api()
                .upload("/api/v1/files/upload", "secret.txt", "secret".getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id");
    }

    private static Answer share(Person owner, String id, List<String> roles, List<Long> users) {
        String body = "{\"roles\":" + json(roles) + ",\"users\":" + users + "}";
        return owner.api().send("PUT", "/api/v1/files/" + id + "/sharing", "application/json", body);
    }

    private static String json(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').toList().toString();
    }
}
