package dev.gatehouse.users;

import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** Another e-mail address for an account. */
@ExtendWith(GatehouseExtension.class)
@Tag("defect-18")
class ChangeEmailTest {
    private static final String ME = "/api/v1/users/me";
    private static final String OLD = "ann@example.com";
    private static final String NEW = "ann@elsewhere.example";

    private static Answer ask(Given.Person person, String email) {
        return person.api().patch(ME, Map.of("email", email, "current_password", PASSWORD));
    }

    private static Answer verify(Api api, String token) {
        return api.post("/api/v1/users/verify-email", Map.of("token", token));
    }

    private static Answer undo(Api api, String token) {
        return api.post("/api/v1/users/undo-email-change", Map.of("token", token));
    }

    private static Answer signIn(Api api, String email, String password) {
        return api.post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }

    @Test
    void itNeedsTheCurrentPassword(Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();

        ann.api().patch(ME, Map.of("email", NEW)).isProblem(422, "current_password_required");
        ann.api()
                .patch(ME, Map.of("email", NEW, "current_password", "not mine"))
                .isProblem(400, "wrong_password");
        ann.api()
                .patch(ME, Map.of("email", "nonsense", "current_password", PASSWORD))
                .isProblem(422, "invalid_email");
        assertThat(ann.api()
                        .patch(ME, "{\"email\":null,\"current_password\":\"" + PASSWORD + "\"}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("email");

        assertThat(new Post(database).all()).isEmpty();
        assertThat(new Evidence(database).auditRows("password.refused", ann.id()))
                .isEqualTo(1);
    }

    @Test
    void nothingHappensUntilTheNewAddressIsProved(Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).named("Ann", "Tester").signedIn();

        Answer answer = ann.api()
                .patch(ME, Map.of("email", NEW, "current_password", PASSWORD, "first_name", "Anna"))
                .hasStatus(200);

        assertThat(answer.string("email")).isEqualTo(OLD);
        assertThat(answer.string("first_name")).isEqualTo("Anna");
        Post post = new Post(database);
        assertThat(post.to(NEW)).containsExactly("email-change-confirm");
        assertThat(post.to(OLD)).isEmpty();
        ann.api().get(ME).hasStatus(200);
        given.signIn(OLD, PASSWORD);
    }

    @Test
    void whoKeepsHisAddressNeedsNoPassword(Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();

        ann.api().patch(ME, Map.of("email", "ANN@example.com")).hasStatus(200);

        assertThat(new Post(database).all()).isEmpty();
    }

    @Test
    @Tag("promise-12")
    void whoAsksDoesNotLearnWhetherTheAddressIsTaken(Api api, Given given, TestDatabase database) {
        given.user("taken@example.com").exists();
        Given.Person ann = given.user(OLD).signedIn();

        Answer taken = ask(ann, "taken@example.com").hasStatus(200);
        Answer free = ask(ann, "free@example.com").hasStatus(200);

        assertThat(taken.json()).isEqualTo(free.json());
        Post post = new Post(database);
        assertThat(post.to("taken@example.com")).containsExactly("address-taken");
        assertThat(post.to("free@example.com")).containsExactly("email-change-confirm");
        verify(api, post.token("email-change-confirm", "free@example.com")).hasStatus(200);
    }

    @Test
    void onlyTheLastAddressAskedForCanBeConfirmed(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();
        Post post = new Post(database);
        ask(ann, "first@example.com").hasStatus(200);
        String first = post.token("email-change-confirm", "first@example.com");
        ask(ann, "second@example.com").hasStatus(200);
        String second = post.token("email-change-confirm", "second@example.com");

        verify(api, first).isProblem(400, "invalid_verification_token");
        verify(api, second).hasStatus(200);
        verify(api, second).isProblem(400, "invalid_verification_token");
    }

    @Test
    void whatWasSentToTheOldAddressIsVoidAfterwards(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();
        Post post = new Post(database);
        api.post("/api/v1/password/request-reset", Map.of("email", OLD)).hasStatus(200);
        String reset = post.token("password-reset", OLD);
        ask(ann, NEW).hasStatus(200);
        verify(api, post.token("email-change-confirm", NEW)).hasStatus(200);

        api.post("/api/v1/password/reset-password", Map.of("token", reset, "new_password", "whatever it may be"))
                .isProblem(400, "invalid_reset_token");
    }

    @Test
    void aNewPasswordVoidsAChangeThatIsUnderWay(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();
        ask(ann, "thief@example.com").hasStatus(200);
        String token = new Post(database).token("email-change-confirm", "thief@example.com");
        ann.api()
                .post(
                        "/api/v1/password/change-password",
                        Map.of("current_password", PASSWORD, "new_password", "entirely another sentence"))
                .hasStatus(200);

        verify(api, token).isProblem(400, "invalid_verification_token");
    }

    @Test
    void anAddressThatWasTakenMeanwhileIsAConflict(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();
        ask(ann, NEW).hasStatus(200);
        String token = new Post(database).token("email-change-confirm", NEW);
        given.user(NEW).exists();

        verify(api, token).isProblem(409, "email_taken");

        ann.api().get(ME).hasStatus(200);
        given.signIn(OLD, PASSWORD);
    }

    @Test
    void aRegistrationThatNobodyProvedStandsInNobodysWay(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();
        api.post("/api/v1/users/register", RegisterTest.body(NEW, "the choice of a squatter"))
                .hasStatus(202);
        Post post = new Post(database);
        String squatters = post.token("verify-email", NEW);
        ask(ann, NEW).hasStatus(200);

        verify(api, post.token("email-change-confirm", NEW)).hasStatus(200);

        verify(api, squatters).isProblem(400, "invalid_verification_token");
        signIn(api, NEW, PASSWORD).hasStatus(200);
    }

    @Test
    void ofAChangeAndARegistrationOfOneAddressOneWins(Api api, Given given, TestDatabase database) {
        Post post = new Post(database);
        for (int round = 0; round < 8; round++) {
            String wanted = "wanted" + round + "@example.com";
            Given.Person ann = given.user().signedIn();
            ask(ann, wanted).hasStatus(200);
            String change = post.token("email-change-confirm", wanted);
            Given.Person bob = given.user().signedIn();
            ask(bob, wanted).hasStatus(200);
            post.settle();
            String other = post.last("email-change-confirm", wanted).token();

            List<Callable<Answer>> race = List.of(
                    () -> verify(api, change),
                    () -> verify(api, other),
                    () -> api.post("/api/v1/users/register", RegisterTest.body(wanted, PASSWORD)));
            List<Answer> answers = AtOnce.all(race);

            post.settle();
            assertThat(answers.get(2).status()).isEqualTo(202);
            assertThat(List.of(answers.get(0).status(), answers.get(1).status()))
                    .containsExactlyInAnyOrder(200, 409);
            assertThat(new Evidence(database).count("SELECT count(*) FROM users WHERE email = ?", wanted))
                    .isEqualTo(1);
            signIn(api, wanted, PASSWORD).hasStatus(200);
        }
    }

    @Test
    void theOldAddressCanTakeItBack(Api api, Given given, TestDatabase database) {
        Given.Person thief = given.user(OLD).signedIn();
        Post post = new Post(database);
        ask(thief, "thief@example.com").hasStatus(200);
        verify(api, post.token("email-change-confirm", "thief@example.com")).hasStatus(200);
        String session =
                signIn(api, "thief@example.com", PASSWORD).hasStatus(200).string("access_token");
        assertThat(post.only("email-change-notice", OLD).content()).contains("thief@example.com");

        undo(api, post.token("email-change-notice", OLD)).hasStatus(200);

        api.withToken(session).get(ME).isProblem(401, "invalid_token");
        signIn(api, "thief@example.com", PASSWORD).isProblem(401, "invalid_credentials");
        signIn(api, OLD, PASSWORD).isProblem(401, "invalid_credentials");
        api.post(
                        "/api/v1/password/reset-password",
                        Map.of("token", post.token("password-reset", OLD), "new_password", "known to the owner only"))
                .hasStatus(200);
        signIn(api, OLD, "known to the owner only").hasStatus(200);
        undo(api, post.token("email-change-notice", OLD)).isProblem(400, "invalid_verification_token");
        assertThat(new Evidence(database).auditRows("user.email_change_undone", thief.id()))
                .isEqualTo(1);
    }

    @Test
    void aThiefCannotKeepTheOwnerOutByFurtherChanges(Api api, Given given, TestDatabase database) {
        Given.Person thief = given.user(OLD).signedIn();
        Post post = new Post(database);
        ask(thief, "thief1@example.com").hasStatus(200);
        verify(api, post.token("email-change-confirm", "thief1@example.com")).hasStatus(200);
        Api again = api.withToken(
                signIn(api, "thief1@example.com", PASSWORD).hasStatus(200).string("access_token"));
        again.patch(ME, Map.of("email", "thief2@example.com", "current_password", PASSWORD))
                .hasStatus(200);
        verify(api, post.token("email-change-confirm", "thief2@example.com")).hasStatus(200);
        api.post("/api/v1/users/register", RegisterTest.body(OLD, "to be in the way"))
                .hasStatus(202);
        String thiefsUndo = post.token("email-change-notice", "thief1@example.com");

        undo(api, post.token("email-change-notice", OLD)).hasStatus(200);

        assertThat(new Evidence(database).text("SELECT email FROM users WHERE id = ?", thief.id()))
                .isEqualTo(OLD);
        undo(api, thiefsUndo).isProblem(400, "invalid_verification_token");
    }

    @Test
    void nobodySendsLettersToManyStrangers(Given given, TestDatabase database) {
        Given.Person ann = given.user(OLD).signedIn();
        for (int i = 0; i < 6; i++) {
            ask(ann, "stranger" + i + "@example.com").hasStatus(200);
        }

        assertThat(new Post(database).all()).hasSize(3);
    }

    @Test
    void whatAnUndoLinkIsNot(Api api, Given given, TestDatabase database) {
        long id = given.user(OLD).exists();
        for (String purpose : List.of("password_reset", "invitation", "email_verification", "email_change")) {
            undo(api, Link.exists(database, id, purpose)).isProblem(400, "invalid_verification_token");
        }
    }
}
