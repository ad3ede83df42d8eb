package dev.gatehouse.users;

import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code POST /users/register}: an account for oneself, and nothing to learn about others. */
@ExtendWith(GatehouseExtension.class)
class RegisterTest {
    private static final String REGISTER = "/api/v1/users/register";

    static Map<String, Object> body(String email, String password) {
        return new HashMap<>(Map.of("email", email, "password", password, "first_name", "Ann", "last_name", "Tester"));
    }

    private static Answer register(Api api, String email) {
        return api.post(REGISTER, body(email, PASSWORD));
    }

    @Test
    @Tag("defect-3")
    @Tag("defect-35")
    void aNewAccountIsUnapprovedUnverifiedAndHoldsTheRoleOfUsers(Api api, Given given, TestDatabase database) {
        Map<String, Object> body = body("Ann+home@Example.com ", PASSWORD);
        body.put("middle_name", "B");
        body.put("role_title", "Poet");
        api.post(REGISTER, body).hasStatus(202);
        new Post(database).settle();

        Answer found = given.admin().api().get("/api/v1/users?q=ann%2Bhome").hasStatus(200);

        assertThat(found.each("email")).containsExactly("ann+home@example.com");
        assertThat(found.each("is_approved")).containsExactly("false");
        assertThat(found.each("email_verified")).containsExactly("false");
        assertThat(found.each("is_active")).containsExactly("true");
        assertThat(found.each("middle_name")).containsExactly("B");
        assertThat(found.json().path(0).path("roles").findValuesAsText("name")).contains("user");
        assertThat(found.json().path(0).has("locale")).isFalse();
    }

    @Test
    @Tag("defect-24")
    @Tag("promise-12")
    void theAnswerIsTheSameWhetherOrNotTheAddressIsTaken(Api api, Given given, TestDatabase database) {
        given.user("taken@example.com").exists();

        Answer free = register(api, "free@example.com").hasStatus(202);
        Answer taken = register(api, "taken@example.com").hasStatus(202);

        assertThat(taken.text()).isEqualTo(free.text());
        assertThat(taken.headers().map().keySet())
                .isEqualTo(free.headers().map().keySet());
        Post post = new Post(database);
        assertThat(post.to("free@example.com")).containsExactly("verify-email");
        assertThat(post.to("taken@example.com")).containsExactly("address-taken");
    }

    @Test
    @Tag("defect-23")
    @Tag("promise-12")
    void theAnswerIsGivenBeforeAnybodyLooksForTheAccount(
            Gatehouse gatehouse, Api api, Given given, TestDatabase database) {
        given.user("taken@example.com").exists();
        long before = Evidence.argon2Executions(gatehouse);

        database.jdbi().useTransaction(handle -> {
            handle.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
            for (String email : List.of("taken@example.com", "free@example.com")) {
                register(api, email).hasStatus(202);
                api.post("/api/v1/password/request-reset", Map.of("email", email))
                        .hasStatus(200);
                api.post("/api/v1/users/resend-verification", Map.of("email", email))
                        .hasStatus(202);
            }
        });

        assertThat(Evidence.argon2Executions(gatehouse) - before).isEqualTo(2);
    }

    @Test
    void aStrangerChangesNothingAboutTheAccountOfAnother(Api api, Given given, TestDatabase database) {
        given.user("ann@example.com")
                .withRole("guest")
                .named("Anna", "Karenina")
                .exists();

        api.post(REGISTER, body("ANN@example.com", "a stranger's own choice")).hasStatus(202);
        new Post(database).settle();

        Given.Person admin = given.admin();
        Answer found = admin.api().get("/api/v1/users?q=ann@example.com");
        assertThat(found.each("first_name")).containsExactly("Anna");
        assertThat(given.signIn("ann@example.com", PASSWORD).string("access_token"))
                .isNotBlank();
    }

    @Test
    void theOwnerOfATakenAddressCanMakeTheAccountHis(Api api, TestDatabase database) {
        api.post(REGISTER, body("ann@example.com", "what the squatter chose")).hasStatus(202);
        Post post = new Post(database);
        String squattersLink = post.token("verify-email", "ann@example.com");
        register(api, "ann@example.com").hasStatus(202);

        api.post(
                        "/api/v1/password/reset-password",
                        Map.of("token", post.token("address-taken", "ann@example.com"), "new_password", PASSWORD))
                .hasStatus(200);

        api.post("/api/v1/users/verify-email", Map.of("token", squattersLink))
                .isProblem(400, "invalid_verification_token");
        api.post("/api/v1/auth/login", Map.of("email", "ann@example.com", "password", "what the squatter chose"))
                .isProblem(401, "invalid_credentials");
        api.post("/api/v1/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD))
                .isProblem(403, "account_pending_approval");
    }

    @Test
    void nobodyCanBeBombedWithLetters(Api api, Given given, TestDatabase database) {
        given.user("taken@example.com").exists();

        for (int i = 0; i < 6; i++) {
            register(api, "taken@example.com").hasStatus(202);
            register(api, "free@example.com").hasStatus(202);
        }

        Post post = new Post(database);
        assertThat(post.to("taken@example.com")).containsExactly("address-taken");
        assertThat(post.to("free@example.com")).containsExactly("verify-email", "address-taken");
    }

    @Test
    @Tag("defect-43")
    void ofTwoRegistrationsAtOnceOneOpensTheAccount(Api api, TestDatabase database) {
        List<Answer> answers = AtOnce.all(8, i -> register(api, "ann@example.com"));

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(202));
        Post post = new Post(database);
        assertThat(post.all("verify-email", "ann@example.com")).hasSize(1);
        Evidence evidence = new Evidence(database);
        assertThat(evidence.count("SELECT count(*) FROM users")).isEqualTo(1);
        assertThat(evidence.count("SELECT count(*) FROM audit_logs WHERE action = 'user.registered'"))
                .isEqualTo(1);
        assertThat(evidence.count("SELECT count(*) FROM audit_logs WHERE action = 'user.registration_refused'"))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @Tag("defect-28")
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann@example.com\\r\\nBcc: all@example.com",
                "ann@exam\\nple.com",
                "ann@example.com\\u0000",
                "ann@exa mple.com",
                "\\\"ann\\\"@example.com",
                "ann@example.com,bob@example.com",
                "<ann@example.com>",
                "ann@-example.com",
            })
    void whatIsNoAddressIsRefused(String email, Api api, TestDatabase database) {
        Answer answer = api.post(
                REGISTER,
                "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD
                        + "\",\"first_name\":\"A\",\"last_name\":\"B\"}");

        answer.hasStatus(422);
        assertThat(answer.invalidFields()).containsExactly("email");
        assertThat(new Evidence(database).count("SELECT count(*) FROM account_requests"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "\u212Aelvin@example.com, kelvin@example.com", // the sign of the unit
        "ann@\uFF45xample.com, ann@example.com", // a wide e
        "ann@xn--bcher-kva.example, ann@b\u00FCcher.example",
        "ANN@B\u00DCCHER.example, ann@b\u00FCcher.example",
    })
    @Tag("defect-25")
    void spellingsOfOneMailboxAreOneAddress(String spelling, String address, Api api, TestDatabase database) {
        register(api, spelling).hasStatus(202);

        assertThat(new Post(database).to(address)).containsExactly("verify-email");
    }

    @Test
    void anAddressThatOnlyLooksAlikeIsAnother(Api api, Given given, TestDatabase database) {
        given.user("paul@example.com").exists();

        register(api, "p\u0430ul@example.com").hasStatus(202); // a Cyrillic a

        Post post = new Post(database);
        assertThat(post.to("paul@example.com")).isEmpty();
        assertThat(post.to("p\u0430ul@example.com")).containsExactly("verify-email");
    }

    @Test
    void aLongAddressIsRefused(Api api) {
        register(api, "a".repeat(64) + "@" + "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(60) + ".com")
                .hasStatus(202);
        register(api, "a".repeat(65) + "@example.com").isProblem(422, "invalid_email");
        register(api, "a".repeat(64) + "@" + ("b".repeat(60) + ".").repeat(4) + "com")
                .isProblem(422, "invalid_email");
        register(api, "\u00E9".repeat(64) + "@" + ("b".repeat(40) + ".").repeat(4) + "com")
                .isProblem(422, "invalid_email");
    }

    @Test
    void membersAreThoseOfARegistration(Api api) {
        assertThat(api.post(REGISTER, "{}").isProblem(422, "validation_failed").invalidFields())
                .containsExactly("email", "first_name", "last_name", "password");
        for (String member : List.of("role_names", "is_approved", "email_verified", "id", "is_active")) {
            Map<String, Object> body = body("ann@example.com", PASSWORD);
            body.put(member, true);
            assertThat(api.post(REGISTER, body)
                            .isProblem(422, "validation_failed")
                            .invalidFields())
                    .containsExactly(member);
        }
    }

    @Test
    void aPasswordThatWillNotDoIsRefusedBeforeItIsHashed(Gatehouse gatehouse, Api api) {
        long before = Evidence.argon2Executions(gatehouse);

        api.post(REGISTER, body("ann@example.com", "short")).isProblem(422, "password_too_short");
        api.post(REGISTER, body("ann@example.com", "x".repeat(129))).isProblem(422, "password_too_long");

        assertThat(Evidence.argon2Executions(gatehouse)).isEqualTo(before);
    }

    @Test
    void theLanguageOfTheBrowserIsThatOfTheLetters(Api api, TestDatabase database) {
        Api german = api.with("Accept-Language", "de-AT,de;q=0.9,en;q=0.5");
        register(german, "ann@example.com").hasStatus(202);
        Post post = new Post(database);
        assertThat(post.only("verify-email", "ann@example.com").locale()).isEqualTo("de-AT");

        api.with("Accept-Language", "fr")
                .post("/api/v1/password/request-reset", Map.of("email", "ann@example.com"))
                .hasStatus(200);

        assertThat(post.only("password-reset", "ann@example.com").locale()).isEqualTo("de-AT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "xx;q=oops", ";;;", "12345678901234567890", "'; DROP TABLE users"})
    void aLanguageThatIsNoneDoesNoHarm(String language, Api api, TestDatabase database) {
        register(api.with("Accept-Language", language), "ann@example.com").hasStatus(202);

        assertThat(new Post(database).only("verify-email", "ann@example.com").locale())
                .isNull();
    }

    @Test
    @Tag("defect-26")
    void aNameThatIsAnAdvertisementIsNotRepeatedToStrangers(Api api, TestDatabase database) {
        Map<String, Object> body = body("victim@example.com", PASSWORD);
        body.put("first_name", "You won! http://evil.example <a href='http://evil.example'>here</a>");
        api.post(REGISTER, body).hasStatus(202);

        assertThat(new Post(database).only("verify-email", "victim@example.com").content())
                .doesNotContain("evil", "won");
    }

    @Test
    void aLostAnswerCanBeAskedForAgain(Api api, TestDatabase database) {
        Api once = api.with("Idempotency-Key", "one-registration");
        register(once, "ann@example.com").hasStatus(202);
        assertThat(register(once, "ann@example.com").hasStatus(202).header("Idempotency-Replayed"))
                .isEqualTo("true");

        assertThat(new Post(database).to("ann@example.com")).containsExactly("verify-email");
    }

    @Test
    @Tag("promise-7")
    void whatIsDoneLaterIsOnRecordWithTheRequestThatAskedForIt(Api api, Given given, TestDatabase database) {
        long taken = given.user("taken@example.com").exists();
        Answer first = register(api, "ann@example.com");
        Answer second = register(api, "taken@example.com");
        Answer third = api.post("/api/v1/users/resend-verification", Map.of("email", "nobody@example.com"));
        new Post(database).settle();

        Answer trail = given.admin().api().get("/api/v1/audit-logs?limit=100").hasStatus(200);

        Evidence evidence = new Evidence(database);
        long opened = evidence.count("SELECT id FROM users WHERE email = 'ann@example.com'");
        String row = "SELECT concat_ws(' ', action, outcome, actor_type, target_id, host(ip_address))"
                + " FROM audit_logs WHERE request_id = ?";
        assertThat(evidence.text(row, first.header("X-Request-ID")))
                .isEqualTo("user.registered success anonymous " + opened + " 127.0.0.1");
        assertThat(evidence.text(row, second.header("X-Request-ID")))
                .isEqualTo("user.registration_refused failure anonymous " + taken + " 127.0.0.1");
        assertThat(evidence.text(row, third.header("X-Request-ID")))
                .isEqualTo("user.verification_requested success anonymous 127.0.0.1");
        assertThat(trail.text()).doesNotContain("ann@", "taken@", "nobody@");
    }

    @Test
    @Tag("promise-7")
    void whatCannotBeRecordedWaitsUntilItCan(Api api, TestDatabase database) {
        Evidence evidence = new Evidence(database);
        evidence.change(
                "ALTER TABLE audit_logs ADD CONSTRAINT full_disk CHECK (action <> 'user.registered') NOT VALID");
        try {
            register(api, "ann@example.com").hasStatus(202);
            evidence.waitUntil("SELECT count(*) = 1 FROM account_requests WHERE attempts > 0");
            assertThat(evidence.count("SELECT count(*) FROM users")).isZero();
        } finally {
            evidence.change("ALTER TABLE audit_logs DROP CONSTRAINT full_disk");
        }

        assertThat(new Post(database).to("ann@example.com")).containsExactly("verify-email");
        assertThat(evidence.count("SELECT count(*) FROM users")).isEqualTo(1);
    }

    @Test
    void anOperatorMayClose(TestDatabase database) {
        try (Gatehouse closed = Gatehouse.start(database, Map.of("registration.enabled", "false"))) {
            register(closed.api(), "ann@example.com").isProblem(403, "registration_disabled");
        }
    }

    @Test
    void anOperatorMayAdmitOneDomainAndNeedNoApproval(TestDatabase database) {
        try (TestDatabase scratch = database.another();
                Gatehouse open = Gatehouse.start(
                        scratch,
                        Map.of(
                                "registration.requireApproval",
                                "false",
                                "registration.allowedDomains",
                                "example.org"))) {
            Api api = open.api();
            Post post = new Post(scratch);
            register(api, "ann@example.com").isProblem(422, "email_domain_not_allowed");
            register(api, "ann@sub.example.org").isProblem(422, "email_domain_not_allowed");
            register(api, "ann@EXAMPLE.org").hasStatus(202);
            String token = post.token("verify-email", "ann@example.org");
            assertThat(post.to("ann@example.org")).containsExactly("verify-email");

            api.post("/api/v1/users/verify-email", Map.of("token", token)).hasStatus(200);

            api.post("/api/v1/auth/login", Map.of("email", "ann@example.org", "password", PASSWORD))
                    .hasStatus(200);
            assertThat(post.to("ann@example.org")).containsExactly("verify-email", "welcome");
        }
    }

    @Test
    void whatNobodyProvedIsDeletedInTheEnd(Gatehouse gatehouse, Api api, TestDatabase database) {
        register(api, "gone@example.com").hasStatus(202);
        register(api, "proved@example.com").hasStatus(202);
        Post post = new Post(database);
        api.post("/api/v1/users/verify-email", Map.of("token", post.token("verify-email", "proved@example.com")))
                .hasStatus(200);
        Evidence evidence = new Evidence(database);
        evidence.change("UPDATE registrations SET registered_at = now() - interval '8 days'");
        evidence.change("UPDATE letter_budgets SET since = now() - interval '2 hours'");

        assertThat(gatehouse.admin().post("/tasks/purge-expired", null).text()).contains("abandoned registrations: 1");

        assertThat(evidence.text("SELECT string_agg(email, ' ') FROM users")).isEqualTo("proved@example.com");
        assertThat(evidence.count("SELECT count(*) FROM letter_budgets WHERE since < now() - interval '1 hour'"))
                .isZero();
        assertThat(evidence.count("SELECT count(*) FROM audit_logs WHERE action = 'user.deleted'"))
                .isEqualTo(1);
    }

    @Test
    void whatFailsOnceIsTriedAgain(Api api, TestDatabase database) {
        Evidence evidence = new Evidence(database);
        evidence.change("ALTER TABLE registrations ADD CONSTRAINT for_a_moment CHECK (false) NOT VALID");
        try {
            register(api, "ann@example.com").hasStatus(202);
            evidence.waitUntil("SELECT count(*) = 1 FROM account_requests WHERE attempts > 0");
            assertThat(evidence.count("SELECT count(*) FROM users")).isZero();
        } finally {
            evidence.change("ALTER TABLE registrations DROP CONSTRAINT for_a_moment");
        }

        assertThat(new Post(database).to("ann@example.com")).containsExactly("verify-email");
    }
}
