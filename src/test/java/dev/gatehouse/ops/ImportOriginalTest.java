package dev.gatehouse.ops;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Moving in from the original. */
@ExtendWith(GatehouseExtension.class)
class ImportOriginalTest {
    private static final String PASSWORD = "Manager123!";
    private static final String HASH = argon2(PASSWORD);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private TestDatabase database;
    private TheOriginal original;

    @BeforeEach
    void open(TestDatabase running) {
        database = running;
        execute("TRUNCATE imported_users");
        original = new TheOriginal(running);
    }

    @AfterEach
    void close() {
        original.close();
    }

    @Test
    @Tag("defect-35")
    void peopleKeepTheirIdPasswordAndRoles(Api api) throws Exception {
        original.role(9, "editor", List.of("view_user", "edit_user", "user:write"));
        original.user(4711, " Ann.Other@Example.com", HASH, "editor", "user");
        original.user(4712, "root@example.com", argon2("Admin123!"), "admin");

        JsonNode report = imported();

        assertThat(report.at("/tables/users/created").asInt()).isEqualTo(2);
        assertThat(report.at("/tables/user_roles/created").asInt()).isEqualTo(3);
        assertThat(report.path("complete").asBoolean()).isTrue();
        Answer ann = api.withToken(signIn(api, "ann.other@example.com", PASSWORD)
                        .hasStatus(200)
                        .string("access_token"))
                .get("/api/v1/users/me")
                .hasStatus(200);
        assertThat(ann.number("id")).isEqualTo(4711);
        assertThat(ann.string("role_title")).isEqualTo("Editor");
        assertThat(names(ann.json().path("roles"))).containsExactlyInAnyOrder("editor", "user");
        // What became of its permissions: edit_user gives no roles any more.
        JsonNode editor = StreamSupport.stream(ann.json().path("roles").spliterator(), false)
                .filter(role -> role.path("name").asText().equals("editor"))
                .findFirst()
                .orElseThrow();
        assertThat(names(editor.path("permissions")))
                .containsExactlyInAnyOrder("users:read", "users:update", "users:approve", "user:write");
        // The hash is one of ours now.
        assertThat(text("SELECT password_hash FROM users WHERE id = 4711")).startsWith("$argon2id$v=19$m=256,t=1,p=1$");
        api.withToken(signIn(api, "root@example.com", "Admin123!").string("access_token"))
                .get("/api/v1/roles")
                .hasStatus(200);
    }

    @Test
    void newAccountsGetIdsAboveTheOldOnes(Given given) throws Exception {
        original.user(987_654, "ann@example.com", HASH);
        imported();

        long next = given.admin()
                .api()
                .post("/api/v1/users", Map.of("email", "new@example.com", "first_name", "N", "last_name", "C"))
                .hasStatus(201)
                .number("id");

        assertThat(next).isGreaterThan(987_654);
        database.jdbi().useHandle(handle -> handle.execute("SELECT setval('users_id_seq', 1000)"));
    }

    @Test
    void bcryptOpensTheDoorAndIsReplaced(Api api) throws Exception {
        String long1 = "x".repeat(100);
        original.user(5001, "a@example.com", bcrypt(BCrypt.Version.VERSION_2B, PASSWORD), "user");
        original.user(5002, "b@example.com", bcrypt(BCrypt.Version.VERSION_2A, PASSWORD), "user");
        original.user(5003, "c@example.com", bcrypt(BCrypt.Version.VERSION_2Y, PASSWORD), "user");
        // By crypt(3) and for 100 times x: what is behind the 72nd byte does not count.
        original.user(5004, "d@example.com", "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i", "user");
        original.user(5005, "i@example.com", argon2(Argon2Types.ARGON2i, PASSWORD), "user");
        imported();

        for (String who : List.of("a", "b", "c", "i")) {
            signIn(api, who + "@example.com", "wrong").isProblem(401, "invalid_credentials");
            signIn(api, who + "@example.com", PASSWORD).hasStatus(200);
        }
        signIn(api, "d@example.com", long1).hasStatus(200);

        assertThat(text("SELECT string_agg(DISTINCT left(password_hash, 29), ' ') FROM users WHERE id > 5000"))
                .isEqualTo("$argon2id$v=19$m=256,t=1,p=1$");
        signIn(api, "a@example.com", PASSWORD).hasStatus(200);
        signIn(api, "d@example.com", "x".repeat(72)).isProblem(401, "invalid_credentials");
    }

    @Test
    void aDryRunSaysTheSameAndChangesNothing() throws Exception {
        original.role(9, "editor", List.of("view_user"));
        original.permission(77, "Export reports!");
        original.user(4711, "ann@example.com", HASH, "editor");
        original.user(4712, "not an address", HASH);
        String before = contents();
        String sequence = text("SELECT last_value::text FROM users_id_seq");

        Outcome dry = run("--dry-run", "--json");

        assertThat(dry.exitCode()).isEqualTo(2);
        assertThat(text("SELECT last_value::text FROM users_id_seq")).isEqualTo(sequence);
        assertThat(contents()).isEqualTo(before);
        Outcome real = run("--json");
        assertThat(contents()).isNotEqualTo(before);
        assertThat(JSON.readTree(real.out()).path("tables"))
                .isEqualTo(JSON.readTree(dry.out()).path("tables"));
        assertThat(run("--dry-run").out()).startsWith("Dry run: nothing was changed.");
    }

    @Test
    void asManyTimesAsYouLike(Api api, Given given) throws Exception {
        original.role(9, "editor", List.of("view_user"));
        original.permission(77, "Export reports!");
        original.user(4711, "ann@example.com", HASH, "editor");
        original.user(4712, "bob@example.com", HASH, "user");
        original.user(4713, "gone@example.com", HASH, "user");
        imported();
        // Life goes on here and there.
        signIn(api, "ann@example.com", PASSWORD).hasStatus(200);
        given.admin().api().delete("/api/v1/users/4713").hasStatus(204);
        original.change(4712, "last_name", "Married");
        original.user(4714, "late@example.com", HASH, "user");
        imported();
        String before = contents();

        JsonNode third = imported();

        assertThat(contents()).isEqualTo(before);
        JsonNode users = third.at("/tables/users");
        assertThat(users.path("unchanged").asInt()).isEqualTo(2);
        assertThat(users.path("changed").asInt()).isEqualTo(1);
        assertThat(users.path("deleted_here").asInt()).isEqualTo(1);
        assertThat(users.path("created").asInt()).isZero();
        assertThat(notes(users)).containsExactly("4712 changed");
        assertThat(third.at("/tables/roles/created").asInt()).isZero();
        assertThat(third.at("/tables/permissions/created").asInt()).isZero();
        assertThat(text("SELECT last_name FROM users WHERE id = 4712")).isEqualTo("Other");
    }

    @Test
    @Tag("defect-25")
    void whatCannotComeOverIsNamedAndTheRestComes(Given given) throws Exception {
        given.user("here@example.com").exists();
        long taken = given.user("taken@example.com").exists();
        original.user(5001, "Here@example.com", HASH);
        original.user(taken, "somebody@example.com", HASH);
        original.user(5002, "bob@example.com", HASH);
        original.user(5003, "BOB@example.com", HASH, "user");
        original.user(5004, "not an address", HASH);
        original.user(5005, null, HASH);
        original.user(-1, "minus@example.com", HASH);
        original.user(5006, "good@example.com", HASH, "user");

        Outcome outcome = run("--json");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().strip().lines()).singleElement().asString().contains("7 rows were left out");
        assertThat(outcome.out()).doesNotContain("@");
        JsonNode tables = JSON.readTree(outcome.out()).path("tables");
        assertThat(tables.at("/users/created").asInt()).isEqualTo(2);
        assertThat(tables.at("/users/left_out").asInt()).isEqualTo(6);
        assertThat(tables.at("/user_roles/left_out").asInt()).isEqualTo(1);
        assertThat(notes(tables.path("users")))
                .containsExactlyInAnyOrder(
                        "5001 email_taken",
                        taken + " id_taken",
                        "5003 email_repeated",
                        "5004 invalid_email",
                        "5005 invalid_email",
                        "-1 invalid_id");
        assertThat(JSON.readTree(run("--json").out())
                        .at("/tables/users/noted/email_repeated")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void peopleAreMendedRatherThanLeftOut(Api api) throws Exception {
        original.user(5001, "nameless@example.com", HASH);
        original.change(5001, "first_name", null);
        original.change(5001, "last_name", "  ");
        original.user(5002, "long@example.com", HASH);
        original.change(5002, "first_name", "Ann\u202E\n" + "\ud83d\ude00".repeat(80));
        original.user(5003, "none@example.com", null);
        original.user(5004, "md5@example.com", "5f4dcc3b5aa765d61d8327deb882cf99");
        original.user(5005, "costly@example.com", "$2b$19$" + "a".repeat(53));
        original.user(5006, "sleepy@example.com", HASH);
        original.change(5006, "is_active", null);
        original.user(5007, "pending@example.com", HASH);
        original.change(5007, "is_approved", false);

        JsonNode users = imported().at("/tables/users");

        assertThat(users.path("created").asInt()).isEqualTo(7);
        assertThat(notes(users))
                .containsExactlyInAnyOrder(
                        "5001 name_missing",
                        "5001 name_missing",
                        "5002 name_mended",
                        "5003 no_password",
                        "5004 unknown_hash",
                        "5005 costly_hash");
        assertThat(text("SELECT first_name || last_name FROM users WHERE id = 5001"))
                .isEqualTo("--");
        assertThat(text("SELECT first_name FROM users WHERE id = 5002"))
                .hasSize(100)
                .startsWith("Ann \ud83d\ude00");
        assertThat(text("SELECT count(password_hash)::text FROM users WHERE id IN (5003, 5004, 5005)"))
                .isEqualTo("0");
        signIn(api, "md5@example.com", "password").isProblem(401, "invalid_credentials");
        signIn(api, "sleepy@example.com", PASSWORD).isProblem(403, "account_inactive");
        assertThat(signIn(api, "pending@example.com", PASSWORD).status()).isEqualTo(403);
    }

    @Test
    @Tag("defect-4")
    @Tag("defect-36")
    void namesThatOnlySoundLikeOursGrantNothing() throws Exception {
        original.permission(77, "audit:read");
        original.permission(78, "Export reports!");
        original.permission(79, "export reports");
        original.permission(80, "2fa");
        original.role(90, "Admin", List.of("audit:read", "Export reports!"));
        original.role(91, "Sales/EMEA", List.of("export reports", "2fa"));
        original.user(5001, "a@example.com", HASH, "Admin", "Sales/EMEA", "guest");

        JsonNode tables = imported().path("tables");

        assertThat(text("""
                SELECT string_agg(r.name || '=' || coalesce(p.names, ''), ' ' ORDER BY r.name COLLATE "C")
                  FROM user_roles ur
                  JOIN roles r ON r.id = ur.role_id
                  LEFT JOIN (SELECT role_id, string_agg(name, '+' ORDER BY name) AS names
                               FROM role_permissions JOIN permissions ON id = permission_id GROUP BY role_id) p
                    ON p.role_id = r.id
                 WHERE ur.user_id = 5001
                """))
                .isEqualTo("Admin-90=original:audit_read+original:export_reports"
                        + " Sales_EMEA-91=original:export_reports_79+original:p2fa guest=");
        assertThat(notes(tables.path("roles"))).contains("90 renamed", "91 renamed", "4 differs");
        assertThat(tables.at("/permissions/mapped").asInt()).isEqualTo(8);
    }

    @Test
    void theAuditLogTellsOfItOnce(Given given) throws Exception {
        original.user(4711, "ann@example.com", HASH);
        Api admin = given.admin().api();
        run("--dry-run");
        imported();

        Answer log = admin.get("/api/v1/audit-logs?action=original.imported").hasStatus(200);

        assertThat(log.json()).hasSize(1);
        assertThat(log.json().at("/0/actor/type").asText()).isEqualTo("system");
        assertThat(log.json().at("/0/details/counts/users/created").asInt()).isEqualTo(1);
        assertThat(log.text()).doesNotContain("ann@example.com");
    }

    @Test
    void whatGoesWrongIsSaidInOneLineAndChangesNothing(TestDatabase running) throws Exception {
        original.user(4711, "ann@example.com", HASH);
        String before = contents();
        Path wrong = Files.writeString(folder.resolve("wrong"), "not the password");

        assertComplains(
                Console.on(database).run("import-original", "--url", "jdbc:mysql://x/y"), "begin with jdbc:postgresql");
        assertComplains(
                Console.on(database)
                        .run(
                                "import-original",
                                "--url",
                                original.url(),
                                "--user",
                                original.user(),
                                "--password-file",
                                wrong.toString()),
                "database of the original cannot be read");
        assertComplains(run(List.of("--password-file", folder.resolve("none").toString())), "password file");
        try (TestDatabase empty = running.empty()) {
            assertComplains(
                    Console.on(database)
                            .run(
                                    "import-original",
                                    "--url",
                                    empty.endpoint().url(),
                                    "--user",
                                    original.user(),
                                    "--password-file",
                                    passwordFile().toString()),
                    "does not exist");
        }
        original.execute("ALTER TABLE users DROP COLUMN password");
        assertComplains(run(), "does not exist");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void manyPeopleComeInBatchesAndTogether() throws Exception {
        original.execute("""
                INSERT INTO users (first_name, last_name, email, password, is_approved)
                SELECT 'First' || n, 'Last' || n, 'person' || n || '@example.com', ?, true
                  FROM generate_series(1, 2000) AS n
                """, HASH);
        original.execute("INSERT INTO user_roles SELECT id, 3 FROM users");
        long start = System.nanoTime();

        JsonNode report = imported();

        assertThat(report.at("/tables/users/created").asInt()).isEqualTo(2000);
        assertThat(report.at("/tables/user_roles/created").asInt()).isEqualTo(2000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        database.jdbi().useHandle(handle -> handle.execute("SELECT setval('users_id_seq', 5000)"));
    }

    private JsonNode imported() throws Exception {
        Outcome outcome = run("--json");
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return JSON.readTree(outcome.out());
    }

    private Outcome run(String... options) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("--password-file", passwordFile().toString()));
        all.addAll(Arrays.asList(options));
        return run(all);
    }

    private Outcome run(List<String> options) {
        List<String> all =
                new ArrayList<>(List.of("import-original", "--url", original.url(), "--user", original.user()));
        all.addAll(options);
        return Console.on(database).run(all.toArray(String[]::new));
    }

    private Path passwordFile() throws IOException {
        return Files.writeString(folder.resolve("password"), original.password() + "\n");
    }

    private static void assertComplains(Outcome outcome, String reason) {
        assertThat(outcome.exitCode()).as(outcome.out()).isEqualTo(1);
        assertThat(outcome.err().strip().lines()).singleElement().asString().contains(reason);
        assertThat(outcome.out()).isEmpty();
    }

    private static List<String> notes(JsonNode table) {
        return StreamSupport.stream(table.path("notes").spliterator(), false)
                .map(note -> note.path("id").asText() + " " + note.path("code").asText())
                .toList();
    }

    private static List<String> names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.path("name").asText())
                .toList();
    }

    /** Everything but the audit log. */
    private String contents() throws JsonProcessingException {
        List<String> all = new ArrayList<>();
        for (String table :
                List.of("users", "roles", "permissions", "user_roles", "role_permissions", "imported_users")) {
            all.add(text(
                    "SELECT coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') FROM " + table + " AS t"));
        }
        return JSON.writeValueAsString(all);
    }

    private String text(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private static Answer signIn(Api api, String email, String password) {
        return api.post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }

    private static String argon2(String password) {
        return argon2(Argon2Types.ARGON2id, password);
    }

    private static String argon2(Argon2Types type, String password) {
        return Argon2Factory.createAdvanced(type).hash(2, 512, 2, password.getBytes(StandardCharsets.UTF_8));
    }

    private static String bcrypt(BCrypt.Version version, String password) {
        return BCrypt.with(version).hashToString(4, password.toCharArray());
    }
}
