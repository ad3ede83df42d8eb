package dev.gatehouse.ops;

import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Cable;
import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** What an operator types, beside a service that runs. */
@ExtendWith(GatehouseExtension.class)
class CommandsTest {
    private static final Pattern LINK =
            Pattern.compile("^https://gatehouse\\.example/set-password#token=(\\S+)$", Pattern.MULTILINE);
    private static final String PASSWORD = "only the owner knows this";

    @Test
    @Tag("defect-52")
    void theFirstAdministratorSetsHisOwnPassword(Api api, TestDatabase database) {
        String token = link(Console.on(database).run("create-admin", "--email", "Root@Example.com"));

        reset(api, token, PASSWORD).hasStatus(200);

        Answer session = signIn(api, "root@example.com", PASSWORD).hasStatus(200);
        Api root = api.withToken(session.string("access_token"));
        assertThat(root.get("/api/v1/users/me")
                        .hasStatus(200)
                        .json()
                        .at("/roles/0/name")
                        .asText())
                .isEqualTo("admin");
        root.get("/api/v1/users").hasStatus(200);
        assertThat(root.get("/api/v1/audit-logs?action=user.created").each("outcome"))
                .containsExactly("success");
        reset(api, token, "a second use of the link").isProblem(400, "invalid_reset_token");
    }

    @Test
    void theSameAddressAgainIsANewLinkAndNothingElse(Api api, TestDatabase database) {
        String first = link(Console.on(database).run("create-admin", "--email", "root@example.com"));
        String second = link(
                Console.on(database).run("create-admin", "--email", "ROOT@example.com", "--first-name", "Somebody"));

        assertThat(second).isNotEqualTo(first);
        reset(api, second, PASSWORD).hasStatus(200);
        reset(api, first, "the older link lives on").isProblem(400, "invalid_reset_token");
        Api root = api.withToken(signIn(api, "root@example.com", PASSWORD).string("access_token"));
        assertThat(root.get("/api/v1/users/me").string("first_name")).isEqualTo("Admin");
        assertThat(root.get("/api/v1/users").json()).hasSize(1);
    }

    @Test
    void anAccountThatIsThereKeepsItsRoles(Given given, TestDatabase database) {
        long id = given.user("ann@example.com").withRole("guest").exists();

        link(Console.on(database).run("create-admin", "--email", "ann@example.com"));

        assertThat(given.signIn("ann@example.com", Given.PASSWORD).status()).isEqualTo(200);
        String roles = database.jdbi().withHandle(handle -> handle.createQuery("""
                        SELECT string_agg(r.name, ',') FROM user_roles JOIN roles r ON r.id = role_id WHERE user_id = :id
                        """)
                .bind("id", id)
                .mapTo(String.class)
                .one());
        assertThat(roles).isEqualTo("guest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not an address | Ann | e-mail",
                "ann@example.com | '' | name",
            })
    void whatTheApiWouldRefuseTheCommandRefuses(String email, String name, String reason, TestDatabase database) {
        assertComplains(Console.on(database).run("create-admin", "--email", email, "--first-name", name), reason);
        int accounts = database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM users")
                .mapTo(Integer.class)
                .one());
        assertThat(accounts).isZero();
    }

    @Test
    void aDatabaseThatIsNotMigratedIsSaidInOneLine(TestDatabase shared) {
        try (TestDatabase database = shared.empty()) {
            assertComplains(
                    Console.on(database).run("create-admin", "--email", "root@example.com"),
                    "not migrated; run `db migrate`");
        }
    }

    @Test
    void aDatabaseThatIsDownIsSaidInOneLine(TestDatabase database) {
        try (Cable cable = new Cable(database.address())) {
            cable.pull();
            assertComplains(
                    Console.on(database.behind(cable)).run("create-admin", "--email", "root@example.com"), "database");
        }
    }

    @Test
    void aGeneratedSecretIsAMasterKeyAndNothingElse(TestDatabase database) {
        Outcome first = Console.on(database).runAsIs("secret", "generate");
        Outcome second = Console.on(database).runAsIs("secret", "generate");

        assertThat(first.exitCode()).isZero();
        assertThatCode(() -> MasterKey.parse(Secret.of(first.out()))).doesNotThrowAnyException();
        assertThat(first.out()).hasLineCount(1).isNotEqualTo(second.out());
    }

    private static String link(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        Matcher link = LINK.matcher(outcome.out());
        assertThat(link.find()).as(outcome.out()).isTrue();
        return link.group(1);
    }

    private static void assertComplains(Outcome outcome, String reason) {
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().strip().lines()).singleElement().asString().contains(reason);
        assertThat(outcome.out()).doesNotContain("set-password");
    }

    private static Answer reset(Api api, String token, String password) {
        return api.post("/api/v1/password/reset-password", Map.of("token", token, "new_password", password));
    }

    private static Answer signIn(Api api, String email, String password) {
        return api.post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }
}
