package dev.gatehouse.users;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** What everybody may see and change about himself. */
@ExtendWith(GatehouseExtension.class)
class OwnProfileTest {
    private static final String ME = "/api/v1/users/me";

    @Test
    void whoHoldsNothingStillSeesAndChangesHimself(Given given) {
        Person person = given.user("me@example.com").named("Ann", "Other").signedIn();

        assertThat(person.api().get(ME).hasStatus(200).string("email")).isEqualTo("me@example.com");
        Map<String, Object> change = new HashMap<>(Map.of("first_name", "Anna", "role_title", "Poet"));
        change.put("middle_name", null);
        Answer changed = person.api().patch(ME, change).hasStatus(200);
        assertThat(changed.string("first_name")).isEqualTo("Anna");
        assertThat(changed.string("last_name")).isEqualTo("Other");
        assertThat(person.api().get(ME).json()).isEqualTo(changed.json());
    }

    @Test
    @Tag("defect-36")
    void whoHoldsNothingSeesNobodyElse(Given given) {
        long other = given.user().exists();
        for (String role : List.of("user", "guest")) {
            Api api = given.user().withRole(role).signedIn().api();

            api.get("/api/v1/users").isProblem(403, "permission_denied");
            api.get("/api/v1/users/" + other).isProblem(403, "permission_denied");
            api.get("/api/v1/roles").isProblem(403, "permission_denied");
            api.get("/api/v1/permissions").isProblem(403, "permission_denied");
        }
    }

    @Test
    void effectivePermissionsNameEveryRoleThatGrantsThem(Given given) {
        long reader = given.role("reader", "users:read", "audit:read");
        long clerk = given.role("clerk", "users:read", "users:update");
        Person person = given.user()
                .withRole("reader")
                .withRole("clerk")
                .withRole("guest")
                .signedIn();

        Answer answer = person.api().get(ME + "/permissions").hasStatus(200);

        assertThat(answer.each("name")).containsExactly("audit:read", "users:read", "users:update");
        assertThat(answer.json().findValues("id")).allMatch(JsonNode::isIntegralNumber);
        assertThat(sources(answer, 0)).containsExactly(reader);
        assertThat(sources(answer, 1)).containsExactlyInAnyOrder(reader, clerk);
        assertThat(sources(answer, 2)).containsExactly(clerk);
    }

    @Test
    void effectivePermissionsFollowTheRole(Given given) {
        Api admin = given.admin().api();
        long role = given.role("changing", "users:read");
        Person person = given.user().withRole("changing").signedIn();
        assertThat(person.api().get(ME + "/permissions").each("name")).containsExactly("users:read");

        admin.patch("/api/v1/roles/" + role, Map.of("permission_names", List.of("audit:read")))
                .hasStatus(200);

        assertThat(person.api().get(ME + "/permissions").each("name")).containsExactly("audit:read");
    }

    private static List<Long> sources(Answer answer, int index) {
        return StreamSupport.stream(answer.json().path(index).path("roles").spliterator(), false)
                .map(role -> role.path("id").asLong())
                .toList();
    }
}
