package dev.gatehouse.users;

import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** A new password by a one-time link. */
@ExtendWith(GatehouseExtension.class)
class ResetPasswordTest {
    private static final String RESET = "/api/v1/password/reset-password";
    private static final String NEXT = "a better horse battery staple";

    private static Answer reset(Api api, String token, String password) {
        return api.post(RESET, Map.of("token", token, "new_password", password));
    }

    private static int signIn(Api api, String email, String password) {
        return api.post("/api/v1/auth/login", Map.of("email", email, "password", password))
                .status();
    }

    @ParameterizedTest
    @Tag("defect-38")
    @ValueSource(strings = {"password_reset", "invitation"})
    void aLinkSetsThePasswordOnceAndEndsAllSessions(String purpose, Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        String link = Link.exists(database, ann.id(), purpose);

        assertThat(reset(api, link, NEXT).hasStatus(200).string("message")).isNotBlank();

        ann.api().get("/api/v1/users/me").isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()))
                .isProblem(401, "invalid_refresh_token");
        assertThat(signIn(api, "ann@example.com", PASSWORD)).isEqualTo(401);
        assertThat(signIn(api, "ann@example.com", NEXT)).isEqualTo(200);
        assertThat(new Evidence(database).auditRows("password.reset", ann.id())).isEqualTo(1);
        reset(api, link, "yet another horse battery").isProblem(400, "invalid_reset_token");
    }

    @Test
    void anInvitedPersonCanSignInAfterwards(Api api, Given given, TestDatabase database) {
        long id = given.user("new@example.com").withHash(null).unverified().exists();

        reset(api, Link.exists(database, id, "invitation"), NEXT).hasStatus(200);

        assertThat(signIn(api, "new@example.com", NEXT)).isEqualTo(200);
    }

    @Test
    void aResetOpensNoDoorThatIsClosedForAnotherReason(Api api, Given given, TestDatabase database) {
        long id = given.user("gone@example.com").inactive().exists();

        reset(api, Link.exists(database, id, "password_reset"), NEXT).hasStatus(200);

        api.post("/api/v1/auth/login", Map.of("email", "gone@example.com", "password", NEXT))
                .isProblem(403, "account_inactive");
    }

    @Test
    @Tag("defect-38")
    void ofParallelUsesOneWins(Api api, Given given, TestDatabase database) throws Exception {
        int clients = 8;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            for (int round = 0; round < 5; round++) {
                String email = "ann" + round + "@example.com";
                String link = Link.exists(database, given.user(email).exists(), "password_reset");
                List<Future<Answer>> uses = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    String password = NEXT + i;
                    uses.add(threads.submit(() -> reset(api, link, password)));
                }
                int winner = -1;
                for (int i = 0; i < clients; i++) {
                    Answer answer = uses.get(i).get();
                    if (answer.status() == 200) {
                        assertThat(winner).isEqualTo(-1);
                        winner = i;
                    } else {
                        answer.isProblem(400, "invalid_reset_token");
                    }
                }
                assertThat(winner).isNotEqualTo(-1);
                assertThat(signIn(api, email, NEXT + winner)).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneLinkSpoilsTheOthers(Api api, Given given, TestDatabase database) {
        long id = given.user().exists();
        String first = Link.exists(database, id, "password_reset");
        String second = Link.exists(database, id, "password_reset");

        reset(api, first, NEXT).hasStatus(200);

        reset(api, second, PASSWORD).isProblem(400, "invalid_reset_token");
    }

    @Test
    void whatIsNoLinkIsRefusedUnhashed(Gatehouse gatehouse, Api api, Given given, TestDatabase database) {
        long id = given.user().exists();
        List<String> links = List.of(
                "x",
                "A".repeat(43),
                "A".repeat(100_000),
                "\u00fc",
                "' OR 1=1 --",
                Link.exists(database, id, "password_reset", "-1 second"),
                Link.exists(database, id, "email_verification"));
        long before = Evidence.argon2Executions(gatehouse);

        links.forEach(link -> reset(api, link, NEXT).isProblem(400, "invalid_reset_token"));

        assertThat(Evidence.argon2Executions(gatehouse)).isEqualTo(before);
    }

    @Test
    @Tag("defect-28")
    void aPasswordThatWillNotDoLeavesTheLinkAsItWas(Gatehouse gatehouse, Api api, Given given, TestDatabase database) {
        String link = Link.exists(database, given.user("ann@example.com").exists(), "password_reset");
        long before = Evidence.argon2Executions(gatehouse);

        reset(api, link, "short").isProblem(422, "password_too_short");
        reset(api, link, "x".repeat(129)).isProblem(422, "password_too_long");
        reset(api, link, "x".repeat(250_000)).isProblem(422, "password_too_long");
        assertThat(Evidence.argon2Executions(gatehouse)).isEqualTo(before);

        reset(api, link, NEXT).hasStatus(200);
    }

    @Test
    void membersMustBeThereAndKnown(Api api) {
        assertThat(api.post(RESET, "{}").isProblem(422, "validation_failed").invalidFields())
                .containsExactly("new_password", "token");
        assertThat(api.post(RESET, "{\"token\":\"a\\u0000\",\"new_password\":\"b\"}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("token");
        assertThat(api.post(RESET, "{\"token\":\"a\",\"new_password\":\"b\",\"email\":\"c\"}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("email");
    }
}
