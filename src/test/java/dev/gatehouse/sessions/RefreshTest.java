package dev.gatehouse.sessions;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A refresh token is used once; whoever uses it again ends the session. */
@ExtendWith({GatehouseExtension.class, Replicas.Extension.class})
class RefreshTest {
    private static final String REFRESH = "/api/v1/auth/refresh";

    private Evidence evidence;

    @BeforeEach
    void lookBehindTheScenes(TestDatabase database) {
        evidence = new Evidence(database);
    }

    private static Answer refresh(Api api, String token) {
        return api.post(REFRESH, Map.of("refresh_token", token));
    }

    /** As if the token had been used before the grace began. */
    private void letTheGracePass() {
        evidence.change(
                "UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL");
    }

    @Test
    void aRefreshTokenGivesAnotherSetOfTokens(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        Answer refreshed = refresh(api, ann.refreshToken()).hasStatus(200);

        assertThat(refreshed.string("refresh_token")).isNotEqualTo(ann.refreshToken());
        assertThat(refreshed.string("access_token")).isNotEqualTo(ann.accessToken());
        assertThat(refreshed.string("session_id")).isEqualTo(ann.sessionId());
        assertThat(refreshed.number("expires_in")).isEqualTo(900);
        assertThat(refreshed.number("refresh_expires_in")).isEqualTo(604_800);
        api.withToken(refreshed.string("access_token")).get("/api/v1/users/me").hasStatus(200);
        // The one before it still is what it says, of a session that goes on.
        ann.api().get("/api/v1/users/me").hasStatus(200);
        refresh(api, refreshed.string("refresh_token")).hasStatus(200);
    }

    @Test
    void aFormWillDoToo(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        api.postForm(REFRESH + "/", Map.of("refresh_token", ann.refreshToken())).hasStatus(200);
    }

    @Test
    @Tag("defect-6")
    @Tag("promise-3")
    void usingATokenAgainEndsItsSession(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        String successor = refresh(api, ann.refreshToken()).string("refresh_token");
        letTheGracePass();

        refresh(api, ann.refreshToken()).isProblem(401, "invalid_refresh_token");

        refresh(api, successor).isProblem(401, "invalid_refresh_token");
        ann.api().get("/api/v1/users/me").isProblem(401, "invalid_token");
        assertThat(evidence.auditRows("session.reuse_detected", ann.sessionId()))
                .isEqualTo(1);
        assertThat(evidence.text("SELECT end_reason FROM sessions WHERE id = ?::uuid", ann.sessionId()))
                .isEqualTo("refresh_token_reused");
    }

    @Test
    @Tag("defect-6")
    void reuseOfAnOldTokenEndsTheSessionHoweverFarItHasCome(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        String token = ann.refreshToken();
        for (int i = 0; i < 5; i++) {
            token = refresh(api, token).hasStatus(200).string("refresh_token");
        }

        refresh(api, ann.refreshToken()).isProblem(401, "invalid_refresh_token");

        refresh(api, token).isProblem(401, "invalid_refresh_token");
        assertThat(evidence.auditRows("session.reuse_detected", ann.sessionId()))
                .isEqualTo(1);
    }

    @Test
    void otherSessionsOfTheSamePersonGoOn(Api api, Given given) {
        Given.Person ann = given.user("ann@example.com").signedIn();
        Answer other = given.signIn("ann@example.com", Given.PASSWORD);
        refresh(api, ann.refreshToken()).hasStatus(200);
        letTheGracePass();
        refresh(api, ann.refreshToken()).hasStatus(401);

        refresh(api, other.string("refresh_token")).hasStatus(200);
    }

    @Test
    void whoLostTheAnswerGetsTheSameSuccessorOnceMore(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        Answer first = refresh(api, ann.refreshToken()).hasStatus(200);
        Answer again = refresh(api, ann.refreshToken()).hasStatus(200);

        assertThat(again.string("refresh_token")).isEqualTo(first.string("refresh_token"));
        assertThat(again.string("session_id")).isEqualTo(first.string("session_id"));
        assertThat(evidence.liveRefreshTokens(ann.sessionId())).isEqualTo(1);
        assertThat(evidence.auditRows("session.reuse_detected", ann.sessionId()))
                .isZero();
        refresh(api, again.string("refresh_token")).hasStatus(200);
    }

    @Test
    void withoutGraceASecondUseEndsTheSessionAtOnce(Given given, Replicas replicas, TestDatabase database) {
        Api strict = replicas.withoutGrace(database).api();
        Given.Person ann = given.user().signedIn();
        String successor = refresh(strict, ann.refreshToken()).hasStatus(200).string("refresh_token");

        refresh(strict, ann.refreshToken()).isProblem(401, "invalid_refresh_token");

        refresh(strict, successor).isProblem(401, "invalid_refresh_token");
        assertThat(evidence.auditRows("session.reuse_detected", ann.sessionId()))
                .isEqualTo(1);
    }

    @Test
    void aReplicaWithGraceCannotForgiveWhatOneWithoutItGave(
            Api api, Given given, Replicas replicas, TestDatabase database) {
        Api strict = replicas.withoutGrace(database).api();
        Given.Person ann = given.user().signedIn();
        refresh(strict, ann.refreshToken()).hasStatus(200);

        refresh(api, ann.refreshToken()).isProblem(401, "invalid_refresh_token");

        assertThat(evidence.liveRefreshTokens(ann.sessionId())).isZero();
    }

    @Test
    void theDatabaseKnowsNoToken(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        String successor = refresh(api, ann.refreshToken()).string("refresh_token");

        String everything = evidence.text("SELECT string_agg(t::text, ' ') FROM refresh_tokens t")
                + evidence.text("SELECT string_agg(s::text, ' ') FROM sessions s")
                + evidence.text("SELECT string_agg(a::text, ' ') FROM audit_logs a");
        assertThat(everything).doesNotContain(ann.refreshToken(), successor, ann.accessToken());
    }

    @ParameterizedTest
    @Tag("defect-3")
    @Tag("defect-21")
    @ValueSource(strings = {"is_active", "is_approved", "email_verified"})
    void whoMayNotSignInMayNotRefreshEither(String flag, Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        evidence.change("UPDATE users SET " + flag + " = false WHERE id = ?", ann.id());

        refresh(api, ann.refreshToken()).isProblem(401, "invalid_refresh_token");
        assertThat(evidence.count("SELECT count(*) FROM refresh_tokens")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"refresh_tokens", "sessions"})
    void whatHasExpiredIsNotRefreshed(String table, Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        evidence.change("UPDATE " + table + " SET expires_at = now() - interval '1 second'");

        refresh(api, ann.refreshToken()).isProblem(401, "invalid_refresh_token");
    }

    @Test
    void noTokenOutlivesItsSession(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        evidence.change("UPDATE sessions SET expires_at = now() + interval '1 hour'");

        assertThat(refresh(api, ann.refreshToken()).hasStatus(200).number("refresh_expires_in"))
                .isBetween(3_500L, 3_600L);
    }

    @Test
    @Tag("defect-8")
    void aRotationThatFailsHalfWayLosesNothing(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        Fault.whileNothingFitsInto("refresh_tokens", evidence, () -> {
            Answer failed = refresh(api, ann.refreshToken()).isProblem(503, "database_unavailable");
            assertThat(Integer.parseInt(failed.header("Retry-After"))).isBetween(1, 5);
        });

        assertThat(evidence.liveRefreshTokens(ann.sessionId())).isEqualTo(1);
        refresh(api, ann.refreshToken()).hasStatus(200);
    }

    @Test
    @Tag("promise-7")
    void reuseThatCannotBeRecordedIsAnsweredHonestly(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        refresh(api, ann.refreshToken()).hasStatus(200);
        letTheGracePass();
        Fault.whileNothingFitsInto("audit_logs", evidence, () -> {
            assertThat(refresh(api, ann.refreshToken()).status()).isEqualTo(503);
        });

        refresh(api, ann.refreshToken()).isProblem(401, "invalid_refresh_token");
        assertThat(evidence.auditRows("session.reuse_detected", ann.sessionId()))
                .isEqualTo(1);
    }

    @Test
    @Tag("promise-7")
    void aSignInThatCannotBeRecordedDoesNotHappen(Api api, Given given) {
        given.user("ann@example.com").exists();
        Fault.whileNothingFitsInto("audit_logs", evidence, () -> {
            assertThat(api.post("/api/v1/auth/login", Map.of("email", "ann@example.com", "password", Given.PASSWORD))
                            .status())
                    .isEqualTo(503);
        });

        assertThat(evidence.count("SELECT count(*) FROM sessions")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --", "a.b.c"})
    void whatIsNoTokenIsRefused(String text, Api api) {
        refresh(api, text).isProblem(401, "invalid_refresh_token");
        api.postForm(REFRESH, Map.of("refresh_token", text)).isProblem(401, "invalid_refresh_token");
    }

    @Test
    void anAccessTokenRefreshesNothing(Api api, Given given) {
        refresh(api, given.user().signedIn().accessToken()).isProblem(401, "invalid_refresh_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"refresh_token\": null}",
                "{\"refresh_token\": \"\"}",
                "{\"refresh_token\": \"a\\u0000\"}",
                "{\"refresh_token\": 1}"
            })
    void aBodyWithoutATokenIsRefusedByName(String body, Api api) {
        assertThat(api.post(REFRESH, body).isProblem(422, "validation_failed").invalidFields())
                .containsExactly("refresh_token");
    }

    @Test
    void aTokenInTheAddressIsNotLookedAt(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        assertThat(api.postForm(REFRESH + "?refresh_token=" + ann.refreshToken(), Map.of())
                        .status())
                .isEqualTo(422);
        api.get("/api/v1/users/me?access_token=" + ann.accessToken()).isProblem(401, "unauthorized");
        assertThat(evidence.liveRefreshTokens(ann.sessionId())).isEqualTo(1);
    }
}
