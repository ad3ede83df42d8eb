package dev.gatehouse.users;

import dev.gatehouse.http.Origin;
import dev.gatehouse.sessions.Evidence;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code POST /password/request-reset}: a link for the owner of an address, nothing for anybody else. */
@ExtendWith(GatehouseExtension.class)
class RequestResetTest {
    private static Answer request(Api api, String email) {
        return api.post("/api/v1/password/request-reset", Map.of("email", email));
    }

    @Test
    @Tag("defect-23")
    @Tag("promise-12")
    void theAnswerIsTheSameForEveryAddress(Api api, Given given, TestDatabase database) {
        given.user("known@example.com").exists();
        given.user("gone@example.com").inactive().exists();

        for (String email : List.of("known@example.com", "gone@example.com", "nobody@example.com")) {
            Answer answer = request(api, email).hasStatus(200);
            assertThat(answer.text().replace(email, ""))
                    .isEqualTo(request(api, "x@example.com").text().replace("x@example.com", ""));
            assertThat(answer.string("email")).isEqualTo(email);
            assertThat(answer.string("message")).isNotBlank();
        }

        Post post = new Post(database);
        assertThat(post.all()).hasSize(1);
        assertThat(post.only("password-reset", "known@example.com").content())
                .contains("https://gatehouse.example/set-password#token=");
    }

    @Test
    void theLinkIsBuiltFromTheConfigurationAndNotFromTheRequest(Api api, Given given, TestDatabase database) {
        given.user("known@example.com").exists();

        request(
                        api.with("X-Forwarded-Host", "evil.example").with("Forwarded", "host=evil.example"),
                        "known@example.com")
                .hasStatus(200);

        assertThat(new Post(database)
                        .only("password-reset", "known@example.com")
                        .content())
                .contains("https://gatehouse.example/")
                .doesNotContain("evil");
    }

    @Test
    void aLinkLivesForTenMinutes(Api api, Given given, TestDatabase database) {
        given.user("known@example.com").exists();
        request(api, "KNOWN@example.com").hasStatus(200);
        new Post(database).settle();

        assertThat(new Evidence(database).text("SELECT (expires_at - created_at)::text FROM one_time_links"))
                .isEqualTo("00:10:00");
    }

    @Test
    @Tag("defect-47")
    void theRecordTellsByRequestWhetherALetterWasSentAndNamesNobody(Api api, Given given, TestDatabase database) {
        long id = given.user("known@example.com").exists();
        Answer known = request(api, "known@example.com").hasStatus(200);
        Answer unknown = request(api, "nobody@example.com").hasStatus(200);
        new Post(database).settle();

        Answer trail = given.admin()
                .api()
                .get("/api/v1/audit-logs?action=password.reset_requested")
                .hasStatus(200);

        assertThat(trail.each("request_id"))
                .containsExactlyInAnyOrder(known.header("X-Request-ID"), unknown.header("X-Request-ID"));
        assertThat(trail.text()).contains("\"sent\": true", "\"sent\": false", "\"id\":\"" + id + "\"");
        assertThat(trail.text()).doesNotContain("known@example.com", "nobody@example.com");
    }

    @Test
    void oneNetworkGetsThreeLettersAnHourSent(Api api, Given given, TestDatabase database) {
        given.user("known@example.com").exists();
        for (int i = 0; i < 6; i++) {
            request(api, "known@example.com").hasStatus(200);
        }

        assertThat(new Post(database).to("known@example.com")).hasSize(3);
    }

    @Test
    void oneNetworkCannotUseUpWhatTheOwnerMayAskFor() {
        assertThat(network("192.0.2.7")).isEqualTo(network("192.0.2.99"));
        assertThat(network("192.0.2.7")).isNotEqualTo(network("192.0.3.7"));
        assertThat(network("2001:db8::1")).isEqualTo(network("2001:db8::ffff:1"));
        assertThat(network("2001:db8::1")).isNotEqualTo(network("2001:db8:0:1::1"));
    }

    private static String network(String address) {
        return new Origin(address, null, null, null).network();
    }

    @Test
    void theOwnerIsToldOfEveryNewPassword(Api api, Given given, TestDatabase database) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        ann.api()
                .post(
                        "/api/v1/password/change-password",
                        Map.of("current_password", PASSWORD, "new_password", "entirely another sentence"))
                .hasStatus(200);
        Post post = new Post(database);
        assertThat(post.to("ann@example.com")).containsExactly("password-changed");

        request(api, "ann@example.com").hasStatus(200);
        api.post(
                        "/api/v1/password/reset-password",
                        Map.of("token", post.token("password-reset", "ann@example.com"), "new_password", PASSWORD))
                .hasStatus(200);

        assertThat(post.to("ann@example.com"))
                .containsExactly("password-changed", "password-reset", "password-changed");
    }

    @Test
    void whoRegisteredAndForgotAtOnceProvesHisAddressByTheReset(Api api, Given given, TestDatabase database) {
        given.user("manager@example.com").withRole("manager").exists();
        api.post("/api/v1/users/register", RegisterTest.body("ann@example.com", "something forgotten"))
                .hasStatus(202);
        Post post = new Post(database);
        post.settle();
        request(api, "ann@example.com").hasStatus(200);

        api.post(
                        "/api/v1/password/reset-password",
                        Map.of("token", post.token("password-reset", "ann@example.com"), "new_password", PASSWORD))
                .hasStatus(200);

        api.post("/api/v1/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD))
                .isProblem(403, "account_pending_approval");
        assertThat(post.to("manager@example.com")).containsExactly("approval-needed");
    }

    @Test
    void whatIsNoAddressIsRefused(Api api) {
        request(api, "nonsense").isProblem(422, "invalid_email");
        assertThat(api.post("/api/v1/password/request-reset", "{}")
                        .isProblem(422, "validation_failed")
                        .invalidFields())
                .containsExactly("email");
    }
}
