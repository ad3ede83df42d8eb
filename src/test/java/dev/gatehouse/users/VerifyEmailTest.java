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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** Proving that an address is one's own. */
@ExtendWith(GatehouseExtension.class)
class VerifyEmailTest {
    private static Answer verify(Api api, String token) {
        return api.post("/api/v1/users/verify-email", Map.of("token", token));
    }

    private static Answer resend(Api api, String email) {
        return api.post("/api/v1/users/resend-verification", Map.of("email", email));
    }

    private static Answer register(Api api, String email) {
        return api.post("/api/v1/users/register", RegisterTest.body(email, PASSWORD))
                .hasStatus(202);
    }

    @Test
    void aLinkIsForOneUse(Api api, TestDatabase database) {
        register(api, "ann@example.com");
        String token = new Post(database).token("verify-email", "ann@example.com");

        verify(api, token).hasStatus(200);

        verify(api, token).isProblem(400, "invalid_verification_token");
    }

    @Test
    void ofParallelUsesOneWins(Api api, TestDatabase database) {
        register(api, "ann@example.com");
        String token = new Post(database).token("verify-email", "ann@example.com");

        List<Answer> answers = AtOnce.all(8, i -> verify(api, token));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(new Evidence(database).count("SELECT count(*) FROM audit_logs WHERE action = 'user.email_verified'"))
                .isEqualTo(1);
    }

    @Test
    void aLinkLivesForADay(Api api, TestDatabase database) {
        register(api, "ann@example.com");
        String token = new Post(database).token("verify-email", "ann@example.com");
        Evidence evidence = new Evidence(database);
        assertThat(evidence.text("SELECT (expires_at - created_at)::text FROM one_time_links"))
                .isEqualTo("1 day");
        evidence.change("UPDATE one_time_links SET expires_at = now() - interval '1 second'");

        verify(api, token).isProblem(400, "invalid_verification_token");
    }

    @Test
    void theTokenIsNotStored(Api api, TestDatabase database) {
        register(api, "ann@example.com");
        String token = new Post(database).token("verify-email", "ann@example.com");

        assertThat(new Evidence(database)
                        .text("SELECT encode(token_hash, 'hex') || purpose || email FROM one_time_links"))
                .doesNotContain(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password_reset", "invitation", "email_change_undo"})
    void aLinkForSomethingElseProvesNothing(String purpose, Api api, Given given, TestDatabase database) {
        long id = given.user("ann@example.com").unverified().exists();

        verify(api, Link.exists(database, id, purpose)).isProblem(400, "invalid_verification_token");
    }

    @Test
    void whatIsNoTokenIsRefused(Api api) {
        for (String token : List.of("", "x", "A".repeat(43), "A".repeat(100_000), "' OR 1=1 --")) {
            verify(api, token).isProblem(400, "invalid_verification_token");
        }
        assertThat(api.post("/api/v1/users/verify-email", "{}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("token");
    }

    @Test
    @Tag("promise-12")
    void theLetterIsSentAgainToWhomeverNeedsIt(Api api, Given given, TestDatabase database) {
        register(api, "ann@example.com");
        given.user("verified@example.com").exists();
        given.user("invited@example.com").withHash(null).unverified().exists();
        given.user("inactive@example.com").unverified().inactive().exists();
        Post post = new Post(database);
        String first = post.token("verify-email", "ann@example.com");

        String expected = resend(api, "nobody@example.com").hasStatus(202).text();
        for (String email :
                List.of("Ann@example.com", "verified@example.com", "invited@example.com", "inactive@example.com")) {
            assertThat(resend(api, email).hasStatus(202).text()).isEqualTo(expected);
        }
        resend(api, "nonsense").isProblem(422, "invalid_email");

        assertThat(post.all()).hasSize(2).allMatch(letter -> letter.recipient().equals("ann@example.com"));
        verify(api, post.last("verify-email", "ann@example.com").token()).hasStatus(200);
        verify(api, first).isProblem(400, "invalid_verification_token");
    }

    @Test
    void theLetterIsNotSentAgainForEver(Api api, TestDatabase database) {
        Post post = new Post(database);
        register(api, "ann@example.com");
        for (int i = 0; i < 5; i++) {
            post.settle();
            resend(api, "ann@example.com").hasStatus(202);
        }

        assertThat(post.to("ann@example.com")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify-email", "/undo-email-change", "/set-password"})
    void thePageOfALinkChangesNothingAndRunsOnlyItsOwnScript(String path, Api api) {
        Answer page = api.get(path).hasStatus(200);

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.text()).contains("method: \"POST\"", "location.hash");
    }
}
