package dev.gatehouse.users;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code POST /users}: who gets an account, and what is no account. */
@ExtendWith(GatehouseExtension.class)
class CreateUserTest {
    private static final String USERS = "/api/v1/users";

    @Test
    void whoCreatesAnAccountSeesAllOfIt(Given given) {
        Api admin = given.admin().api();

        Answer made = admin.post(
                        USERS,
                        Map.of(
                                "email", "ada@example.com",
                                "first_name", "Ada",
                                "middle_name", "King",
                                "last_name", "Lovelace",
                                "role_title", "Countess"))
                .hasStatus(201);

        assertThat(made.header("Location")).isEqualTo(USERS + "/" + made.number("id"));
        assertThat(made.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "email",
                        "first_name",
                        "middle_name",
                        "last_name",
                        "role_title",
                        "is_active",
                        "is_approved",
                        "email_verified",
                        "roles",
                        "created_at",
                        "updated_at",
                        "last_login_at");
        assertThat(made.string("middle_name")).isEqualTo("King");
        assertThat(made.json().path("is_active").asBoolean()).isTrue();
        assertThat(made.json().path("is_approved").asBoolean()).isTrue();
        assertThat(made.json().path("last_login_at").isNull()).isTrue();
        assertThat(made.string("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(admin.get(made.header("Location")).hasStatus(200).json()).isEqualTo(made.json());
    }

    @Test
    void theSlashAtTheEndDoesNotMatter(Given given) {
        Api admin = given.admin().api();

        Answer made = admin.post(USERS + "/", person("slash@example.com")).hasStatus(201);
        String own = USERS + "/" + made.number("id") + "/";

        admin.get(own).hasStatus(200);
        admin.patch(own, Map.of("first_name", "Slash")).hasStatus(200);
        admin.patch(own + "approve/", null).hasStatus(200);
        admin.get(USERS + "/").hasStatus(200);
        admin.get(USERS + "/me/").hasStatus(200);
        admin.delete(own).hasStatus(204);
    }

    @Test
    @Tag("defect-35")
    void aNewcomerHoldsTheRoleOfNewcomers(Given given) {
        Answer made = given.admin().api().post(USERS, person("new@example.com")).hasStatus(201);

        assertThat(roleNames(made)).containsExactly("user");
    }

    @Test
    void aNewcomerMayBeGivenOtherRolesOrNone(Given given) {
        Api admin = given.admin().api();

        assertThat(roleNames(admin.post(USERS, person("a@example.com", "role_names", List.of("GUEST", "manager")))
                        .hasStatus(201)))
                .containsExactly("manager", "guest");
        assertThat(roleNames(admin.post(USERS, person("b@example.com", "role_names", List.of()))
                        .hasStatus(201)))
                .isEmpty();
    }

    @Test
    void rolesOtherThanThatOfNewcomersTakeThePermissionToAssignThem(Given given) {
        Api clerk = given.personWith("users:create", "files:read", "files:write", "ai:use")
                .api();

        Answer refused = clerk.post(USERS, person("x@example.com", "role_names", List.of("guest")))
                .isProblem(403, "permission_denied");

        assertThat(refused.string("required_permission")).isEqualTo("roles:assign");
        clerk.post(USERS, person("x@example.com", "role_names", List.of("user")))
                .hasStatus(201);
    }

    @Test
    @Tag("defect-34")
    void anUnknownRoleIsRefusedAndNoAccountIsMade(Given given, TestDatabase database) {
        Api admin = given.admin().api();

        Answer refused = admin.post(USERS, person("lost@example.com", "role_names", List.of("user", "no such role")))
                .isProblem(422, "unknown_role");

        assertThat(refused.invalidFields()).containsExactly("role_names");
        assertThat(count(database, "lost@example.com")).isZero();
    }

    @Test
    @Tag("defect-34")
    void theRoleOfNewcomersIsUnknownTooOnceItIsGone(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        Answer roles = admin.get("/api/v1/roles").hasStatus(200);
        long user = StreamSupport.stream(roles.json().spliterator(), false)
                .filter(role -> role.path("name").asText().equals("user"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asLong();
        admin.patch("/api/v1/roles/" + user, Map.of("name", "member")).hasStatus(200);
        try {
            admin.post(USERS, person("named@example.com", "role_names", List.of("user")))
                    .isProblem(422, "unknown_role");
            assertThat(roleNames(admin.post(USERS, person("silent@example.com")).hasStatus(201)))
                    .isEmpty();
            assertThat(count(database, "named@example.com")).isZero();
        } finally {
            admin.patch("/api/v1/roles/" + user, Map.of("name", "user")).hasStatus(200);
        }
    }

    @Test
    @Tag("defect-4")
    void nobodyCreatesAnAccountThatHoldsMoreThanHimself(Given given, TestDatabase database) {
        Person manager = given.user().withRole("manager").signedIn();

        Answer refused = manager.api()
                .post(USERS, person("puppet@example.com", "role_names", List.of("admin")))
                .isProblem(403, "cannot_grant");

        assertThat(refused.string("role")).isEqualTo("admin");
        assertThat(refused.json().path("missing_permissions").toString()).contains("users:delete");
        assertThat(count(database, "puppet@example.com")).isZero();
    }

    @Test
    void withAPasswordTheOwnerSignsInButMustChangeItFirst(Given given, Api nobody) {
        Api admin = given.admin().api();
        admin.post(USERS, person("pw@example.com", "password", "set by the admin, once"))
                .hasStatus(201);

        Api owner = nobody.withToken(
                given.signIn("pw@example.com", "set by the admin, once").string("access_token"));

        owner.get(USERS + "/me").hasStatus(200);
        owner.get(USERS + "/me/permissions").isProblem(403, "password_change_required");
        owner.post(
                        "/api/v1/password/change-password",
                        Map.of("current_password", "set by the admin, once", "new_password", "known to me only, now"))
                .hasStatus(200);
        Api again = nobody.withToken(
                given.signIn("pw@example.com", "known to me only, now").string("access_token"));
        again.get(USERS + "/me/permissions").hasStatus(200);
    }

    @Test
    void withoutAPasswordNobodySignsIn(Given given, Api nobody) {
        given.admin().api().post(USERS, person("nopw@example.com")).hasStatus(201);

        for (String guess : List.of("", "null", "password")) {
            Answer answer = nobody.post("/api/v1/auth/login", Map.of("email", "nopw@example.com", "password", guess));
            assertThat(answer.status()).as(answer.text()).isIn(401, 422);
        }
    }

    @Test
    void thePasswordIsInNoAnswer(Given given) {
        Answer made = given.admin()
                .api()
                .post(USERS, person("secret@example.com", "password", "do not show this one"))
                .hasStatus(201);

        assertThat(made.text()).doesNotContain("do not show", "argon2", "password");
    }

    @ParameterizedTest
    @CsvSource({
        "short, password_too_short",
        "'', password_too_short",
    })
    void aWeakPasswordIsNamed(String password, String code, Given given) {
        Answer refused = given.admin()
                .api()
                .post(USERS, person("weak@example.com", "password", password))
                .isProblem(422, code);

        assertThat(refused.invalidFields()).containsExactly("password");
    }

    @ParameterizedTest
    @Tag("defect-25")
    @ValueSource(strings = {"Ada@Example.COM", "  ada@example.com ", "ADA@EXAMPLE.COM"})
    void oneAddressIsOneAccountHoweverItIsWritten(String spelling, Given given) {
        Api admin = given.admin().api();
        Answer first = admin.post(USERS, person(spelling)).hasStatus(201);

        assertThat(first.string("email")).isEqualTo("ada@example.com");
        admin.post(USERS, person("aDa@exAmple.com")).isProblem(409, "email_taken");
    }

    @Test
    void theSameLetterInTwoUnicodeFormsIsOneAddress(Given given) {
        Api admin = given.admin().api();
        admin.post(USERS, person("jos\u00e9@example.com")).hasStatus(201);

        admin.post(USERS, person("jose\u0301@example.com")).isProblem(409, "email_taken");
    }

    @Test
    @Tag("defect-43")
    void ofManyWhoWantTheSameAddressAtOnceOneGetsIt(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        List<String> spellings =
                List.of("Race@example.com", "race@example.com", "RACE@EXAMPLE.COM", "race@Example.com");

        for (int round = 0; round < 5; round++) {
            String prefix = "r" + round;
            List<Answer> answers = AtOnce.all(8, i -> admin.post(USERS, person(prefix + spellings.get(i % 4))));

            assertThat(answers.stream().filter(answer -> answer.status() == 201))
                    .hasSize(1);
            answers.stream()
                    .filter(answer -> answer.status() != 201)
                    .forEach(answer -> answer.isProblem(409, "email_taken"));
            assertThat(count(database, prefix + "race@example.com")).isOne();
        }
    }

    @Test
    @Tag("defect-40")
    void textThatLooksLikeCodeIsText(Given given) {
        Api admin = given.admin().api();
        for (String text : List.of(
                "conversion = 5 percent",
                "Robert'); DROP TABLE users;--",
                "O'Neill-\u00d8rsted & S\u00f8nner",
                "SELECT onload=1",
                "\u5c71\u7530 \u592a\u90ce",
                "\u0645\u062d\u0645\u062f",
                "{{7*7}} ${jndi:x} %s",
                "<b>bold</b>")) {
            Answer made = admin.post(
                            USERS, person(text.hashCode() + "@example.com", "first_name", text, "role_title", text))
                    .hasStatus(201);
            assertThat(made.string("first_name")).isEqualTo(text);
            assertThat(made.string("role_title")).isEqualTo(text);
        }
    }

    @Test
    void namesAreTidiedAndEmptyOptionalOnesAreNone(Given given) {
        Answer made = given.admin()
                .api()
                .post(
                        USERS,
                        person(
                                "tidy@example.com",
                                "first_name",
                                "  Jose\u0301 ",
                                "middle_name",
                                "   ",
                                "role_title",
                                ""))
                .hasStatus(201);

        assertThat(made.string("first_name")).isEqualTo("Jos\u00e9");
        assertThat(made.json().path("middle_name").isNull()).isTrue();
        assertThat(made.json().path("role_title").isNull()).isTrue();
    }

    private static Map<String, Object> person(String email, Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of("email", email, "first_name", "Ann", "last_name", "Other"));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private static List<String> roleNames(Answer user) {
        return user.json().path("roles").findValues("name").isEmpty()
                ? List.of()
                : StreamSupport.stream(user.json().path("roles").spliterator(), false)
                        .map(role -> role.path("name").asText())
                        .toList();
    }

    private static long count(TestDatabase database, String email) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM users WHERE lower(email) = :email")
                        .bind("email", email)
                        .mapTo(Long.class)
                        .one());
    }
}
