package dev.gatehouse.roles;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code /permissions}: those of the service, which stay, and those of other applications, which come and go. */
@ExtendWith(GatehouseExtension.class)
class PermissionsTest {
    private static final String PERMISSIONS = "/api/v1/permissions";

    @Test
    void aPermissionIsMadeReadAndDeleted(Given given) {
        Api admin = given.admin().api();

        Answer made = admin.post(
                        PERMISSIONS + "/", Map.of("name", "shop:orders:read", "description", "See = 5 percent"))
                .hasStatus(201);
        String own = PERMISSIONS + "/" + made.number("id");

        assertThat(made.header("Location")).isEqualTo(own);
        assertThat(made.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "name", "description", "is_system");
        assertThat(made.json().path("is_system").asBoolean()).isFalse();
        assertThat(admin.get(own + "/").hasStatus(200).json()).isEqualTo(made.json());
        assertThat(admin.delete(own).hasStatus(204).text()).isEmpty();
        admin.get(own).isProblem(404, "not_found");
        admin.delete(own).isProblem(404, "not_found");
    }

    @Test
    void administratorsHoldANewPermissionAtOnceAndMayGiveIt(Given given) {
        Person admin = given.admin();
        admin.api().post(PERMISSIONS, Map.of("name", "shop:sell")).hasStatus(201);

        assertThat(admin.api().get("/api/v1/users/me/permissions").each("name")).contains("shop:sell");
        admin.api()
                .post("/api/v1/roles", Map.of("name", "seller", "permission_names", List.of("shop:sell")))
                .hasStatus(201);
    }

    @Test
    void badNamesAreNamed(Given given) {
        Api admin = given.admin().api();

        for (Object name : Arrays.asList(
                null,
                "",
                "single",
                "Upper:case",
                "1digit:x",
                "a:",
                ":a",
                "a::b",
                "a:b\n",
                "a b:c",
                "a:\u00e9",
                "a:b-c",
                "nul:\u0000",
                "a:" + "b".repeat(99),
                "a" + ":b".repeat(20_000),
                5,
                List.of("a:b"))) {
            Map<String, Object> body = new HashMap<>();
            body.put("name", name);
            Answer answer = admin.post(PERMISSIONS, body).hasStatus(422);
            assertThat(answer.invalidFields()).as(answer.text()).containsOnly("name");
        }
        admin.post(PERMISSIONS, Map.of("name", "a:" + "b".repeat(98))).hasStatus(201);
        assertThat(admin.post(PERMISSIONS, Map.of("name", "a:b", "is_system", true))
                        .hasStatus(422)
                        .invalidFields())
                .containsExactly("is_system");
        assertThat(admin.post(PERMISSIONS, Map.of("name", "a:b", "description", "x".repeat(501)))
                        .hasStatus(422)
                        .invalidFields())
                .containsExactly("description");
    }

    @Test
    @Tag("defect-43")
    void oneNameIsOnePermissionAlsoUnderParallelRequests(Given given) {
        Api admin = given.admin().api();
        admin.post(PERMISSIONS, Map.of("name", "users:read")).isProblem(409, "permission_exists");

        List<Answer> answers = AtOnce.all(8, i -> admin.post(PERMISSIONS, Map.of("name", "shop:race")));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> answer.isProblem(409, "permission_exists"));
    }

    @Test
    @Tag("defect-33")
    void whatTheServiceItselfNeedsCannotBeDeleted(Given given) {
        Api admin = given.admin().api();
        Answer all = admin.get(PERMISSIONS).hasStatus(200);

        for (String id : all.each("id")) {
            admin.delete(PERMISSIONS + "/" + id).isProblem(409, "system_permission");
        }
        assertThat(admin.get(PERMISSIONS).each("id")).isEqualTo(all.each("id"));
    }

    @Test
    @Tag("defect-33")
    void whatARoleHoldsCannotBeDeleted(Given given) {
        Api admin = given.admin().api();
        String own = PERMISSIONS + "/"
                + admin.post(PERMISSIONS, Map.of("name", "shop:sell")).number("id");
        long seller = given.role("seller", "shop:sell");

        admin.delete(own).isProblem(409, "permission_in_use");
        admin.patch("/api/v1/roles/" + seller, Map.of("permission_names", List.of()))
                .hasStatus(200);
        admin.delete(own).hasStatus(204);
        assertThat(admin.get("/api/v1/users/me/permissions").each("name")).doesNotContain("shop:sell");
    }

    @Test
    void permissionsAreListedInPages(Given given) {
        Api admin = given.admin().api();
        List<String> all = admin.get(PERMISSIONS).hasStatus(200).each("name");
        assertThat(all).contains("users:read", "users:approve", "roles:assign", "permissions:manage", "audit:read");

        Answer page = admin.get(PERMISSIONS + "?limit=5&count=true").hasStatus(200);

        assertThat(page.each("name")).isEqualTo(all.subList(0, 5));
        assertThat(page.header("X-Total-Count")).isEqualTo(Integer.toString(all.size()));
        String link = page.header("Link");
        assertThat(admin.get(link.substring(1, link.indexOf('>'))).each("name")).isEqualTo(all.subList(5, 10));
        admin.get(PERMISSIONS + "?skip=-1").isProblem(400, "malformed_parameter");
        admin.get(PERMISSIONS + "?after=x").isProblem(400, "bad_cursor");
    }
}
