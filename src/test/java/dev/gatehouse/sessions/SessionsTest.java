package dev.gatehouse.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** Where somebody is signed in, and how that ends. */
@ExtendWith(GatehouseExtension.class)
class SessionsTest {
    private static final String SESSIONS = "/api/v1/auth/sessions";
    private static final String LOGOUT = "/api/v1/auth/logout";
    private static final String ME = "/api/v1/users/me";

    private static void assertEnded(Api api, Answer tokens) {
        api.withToken(tokens.string("access_token")).get(ME).isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", tokens.string("refresh_token")))
                .isProblem(401, "invalid_refresh_token");
    }

    private static void assertEnded(Api api, Given.Person person) {
        person.api().get(ME).isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", person.refreshToken()))
                .isProblem(401, "invalid_refresh_token");
    }

    @Test
    @Tag("defect-38")
    void logoutEndsTheSessionAndItsAccessTokens(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user().signedIn();
        ann.api().get(ME).hasStatus(200);

        Answer answer =
                api.post(LOGOUT, Map.of("refresh_token", ann.refreshToken())).hasStatus(200);

        assertThat(answer.string("message")).isNotBlank();
        assertEnded(api, ann);
        assertThat(new Evidence(database).auditRows("session.ended", ann.sessionId()))
                .isEqualTo(1);
    }

    @Test
    void logoutWorksByFormAndWithASlashAtTheEnd(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        api.postForm(LOGOUT + "/", Map.of("refresh_token", ann.refreshToken())).hasStatus(200);

        assertEnded(api, ann);
    }

    @Test
    void logoutIsAnsweredTheSameWhetherOrNotTheTokenIsKnown(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        Answer first = api.post(LOGOUT, Map.of("refresh_token", ann.refreshToken()));
        Answer again = api.post(LOGOUT, Map.of("refresh_token", ann.refreshToken()));
        Answer unknown = api.post(LOGOUT, Map.of("refresh_token", "x"));

        assertThat(first.hasStatus(200).text())
                .isEqualTo(again.hasStatus(200).text())
                .isEqualTo(unknown.hasStatus(200).text());
    }

    @Test
    void aUsedTokenStillEndsItsSession(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        Answer newer = api.post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()));

        api.post(LOGOUT, Map.of("refresh_token", ann.refreshToken())).hasStatus(200);

        assertEnded(api, newer);
    }

    @Test
    @Tag("promise-8")
    void aLogoutThatCannotBeStoredIsNotCalledOne(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user().signedIn();
        Evidence evidence = new Evidence(database);

        Fault.whileNothingFitsInto(
                "audit_logs", evidence, () -> assertThat(api.post(LOGOUT, Map.of("refresh_token", ann.refreshToken()))
                                .status())
                        .isEqualTo(503));

        ann.api().get(ME).hasStatus(200);
        api.post(LOGOUT, Map.of("refresh_token", ann.refreshToken())).hasStatus(200);
        assertEnded(api, ann);
    }

    @Test
    @Tag("defect-38")
    void logoutAllEndsEverySessionOfTheCallerAndOfNobodyElse(Api api, Given given) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        Answer second = given.signIn("ann@example.com", PASSWORD);
        Given.Person bob = given.user().signedIn();

        Answer answer = ann.api().post("/api/v1/auth/logout-all", null).hasStatus(200);

        assertThat(answer.number("revoked")).isEqualTo(2);
        assertEnded(api, ann);
        assertEnded(api, second);
        bob.api().get(ME).hasStatus(200);
    }

    @Test
    void theListShowsOwnSessionsWithTheCurrentOneMarked(Api api, Given given) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        api.with("User-Agent", "Telephone/1.0")
                .post("/api/v1/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD))
                .hasStatus(200);
        given.user().signedIn();

        Answer list = ann.api().get(SESSIONS + "/").hasStatus(200);

        assertThat(list.json()).hasSize(2);
        JsonNode newest = list.json().get(0);
        assertThat(newest.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id", "created_at", "last_used_at", "expires_at", "ip_address", "user_agent", "current");
        assertThat(newest.path("user_agent").asText()).isEqualTo("Telephone/1.0");
        assertThat(newest.path("ip_address").asText()).isEqualTo("127.0.0.1");
        assertThat(newest.path("current").asBoolean()).isFalse();
        assertThat(list.json().get(1).path("id").asText()).isEqualTo(ann.sessionId());
        assertThat(list.json().get(1).path("current").asBoolean()).isTrue();
    }

    @Test
    void anEndedSessionIsListedNoMore(Api api, Given given) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        Answer second = given.signIn("ann@example.com", PASSWORD);

        ann.api().delete(SESSIONS + "/" + second.string("session_id")).hasStatus(204);

        assertThat(ann.api().get(SESSIONS).each("id")).containsExactly(ann.sessionId());
        assertEnded(api, second);
        ann.api().delete(SESSIONS + "/" + second.string("session_id")).isProblem(404, "not_found");
    }

    @Test
    void endingTheCurrentSessionIsSigningOut(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        ann.api().delete(SESSIONS + "/" + ann.sessionId()).hasStatus(204);

        assertEnded(api, ann);
    }

    @Test
    void theSessionOfSomebodyElseIsNotThere(Given given) {
        Given.Person ann = given.user().signedIn();
        Given.Person admin = given.admin();

        admin.api().delete(SESSIONS + "/" + ann.sessionId()).isProblem(404, "not_found");

        ann.api().get(ME).hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "00000000-0000-0000-0000-000000000000", "%20", "..%2f"})
    void whatIsNoSessionIsNotThere(String id, Given given) {
        assertThat(given.user().signedIn().api().delete(SESSIONS + "/" + id).status())
                .isIn(400, 404);
    }

    @Test
    void nobodyListsOrEndsSessionsUnsigned(Api api) {
        api.get(SESSIONS).isProblem(401, "unauthorized");
        api.delete(SESSIONS + "/" + UUID.randomUUID()).isProblem(401, "unauthorized");
        api.post("/api/v1/auth/logout-all", null).isProblem(401, "unauthorized");
    }

    @Test
    void whoMayRevokeSeesAndEndsTheSessionsOfOthers(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        Answer second = given.signIn("ann@example.com", PASSWORD);
        Api guard = given.personWith("sessions:revoke").api();
        String path = "/api/v1/users/" + ann.id() + "/sessions";

        Answer list = guard.get(path).hasStatus(200);
        assertThat(list.each("id")).containsExactly(second.string("session_id"), ann.sessionId());
        assertThat(list.each("current")).containsOnly("false");
        guard.delete(path).hasStatus(204);

        assertEnded(api, ann);
        assertEnded(api, second);
        assertThat(guard.get(path).json()).isEmpty();
        assertThat(new Evidence(database).auditRows("user.sessions_ended", ann.id()))
                .isEqualTo(1);
    }

    @Test
    void whoMayNotRevokeIsToldWhatHeLacks(Given given) {
        Given.Person ann = given.user().signedIn();
        Api stranger = given.personWith("users:read").api();
        String path = "/api/v1/users/" + ann.id() + "/sessions";

        assertThat(stranger.get(path).isProblem(403, "permission_denied").string("required_permission"))
                .isEqualTo("sessions:revoke");
        stranger.delete(path).isProblem(403, "permission_denied");
        ann.api().get(ME).hasStatus(200);
    }

    @Test
    void nobodyEndsTheSessionsOfSomebodyWhoMayMore(Given given) {
        Given.Person admin = given.admin();

        given.personWith("sessions:revoke")
                .api()
                .delete("/api/v1/users/" + admin.id() + "/sessions")
                .isProblem(403, "target_outranks_caller");

        admin.api().get(ME).hasStatus(200);
    }

    @Test
    void theSessionsOfNobodyAreNotThere(Given given) {
        Api guard = given.personWith("sessions:revoke").api();

        guard.get("/api/v1/users/999999999/sessions").isProblem(404, "not_found");
        guard.delete("/api/v1/users/999999999/sessions").isProblem(404, "not_found");
    }
}
