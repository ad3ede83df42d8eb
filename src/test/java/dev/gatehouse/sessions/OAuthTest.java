package dev.gatehouse.sessions;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Introspection (RFC 7662) and revocation (RFC 7009). */
@ExtendWith(GatehouseExtension.class)
class OAuthTest {
    private static final String INTROSPECT = "/api/v1/oauth2/introspect";
    private static final String REVOKE = "/api/v1/oauth2/revoke";
    private static final String INACTIVE = "{\"active\":false}";

    private static Answer introspect(Api api, String token) {
        return api.postForm(INTROSPECT, Map.of("token", token)).hasStatus(200);
    }

    @Test
    void anAccessTokenThatHoldsIsActiveAndExplained(Given given) {
        Given.Person ann = given.personWith("users:read", "files:read");

        Answer answer = introspect(given.personWith("tokens:introspect").api(), ann.accessToken());

        assertThat(answer.json().path("active").asBoolean()).isTrue();
        assertThat(answer.string("sub")).isEqualTo(Long.toString(ann.id()));
        assertThat(answer.string("iss")).isEqualTo("https://gatehouse.example");
        assertThat(answer.string("aud")).isEqualTo("gatehouse");
        assertThat(answer.string("token_type")).isEqualTo("Bearer");
        assertThat(answer.string("sid")).isEqualTo(ann.sessionId());
        assertThat(answer.number("exp") - answer.number("iat")).isEqualTo(900);
        assertThat(answer.string("jti")).isNotBlank();
        assertThat(answer.json().path("permissions").toString()).isEqualTo("[\"files:read\",\"users:read\"]");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aRefreshTokenThatHoldsIsActiveUntilItIsUsed(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        Api service = given.personWith("tokens:introspect").api();

        Answer answer = introspect(service, ann.refreshToken());
        assertThat(answer.json().path("active").asBoolean()).isTrue();
        assertThat(answer.string("sub")).isEqualTo(Long.toString(ann.id()));
        assertThat(answer.json().has("permissions")).isFalse();

        api.post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()))
                .hasStatus(200);
        assertThat(introspect(service, ann.refreshToken()).text()).isEqualTo(INACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\u00fc", " "})
    void anythingElseIsInactiveAndNothingMoreIsSaid(String token, Given given) {
        assertThat(introspect(given.personWith("tokens:introspect").api(), token)
                        .text())
                .isEqualTo(INACTIVE);
    }

    @Test
    void tokensOfAnEndedSessionAreInactive(Api api, Given given) {
        Given.Person ann = given.user().signedIn();
        Api service = given.personWith("tokens:introspect").api();
        api.post("/api/v1/auth/logout", Map.of("refresh_token", ann.refreshToken()));

        assertThat(introspect(service, ann.accessToken()).text()).isEqualTo(INACTIVE);
        assertThat(introspect(service, ann.refreshToken()).text()).isEqualTo(INACTIVE);
    }

    @Test
    void tokensOfADeactivatedAccountAreInactive(Given given) {
        Given.Person ann = given.user().signedIn();
        Given.Person admin = given.admin();
        admin.api()
                .patch("/api/v1/users/" + ann.id(), Map.of("is_active", false))
                .hasStatus(200);

        assertThat(introspect(admin.api(), ann.accessToken()).text()).isEqualTo(INACTIVE);
        assertThat(introspect(admin.api(), ann.refreshToken()).text()).isEqualTo(INACTIVE);
    }

    @Test
    void introspectionIsForThoseWhoMay(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        api.postForm(INTROSPECT, Map.of("token", ann.accessToken())).isProblem(401, "unauthorized");
        ann.api().postForm(INTROSPECT, Map.of("token", ann.accessToken())).isProblem(403, "permission_denied");
    }

    @Test
    void whatIsAskedOutsideTheFormIsNotHeard(Given given) {
        Api service = given.personWith("tokens:introspect").api();

        service.postForm(INTROSPECT, Map.of()).isProblem(400, "invalid_request");
        service.postForm(INTROSPECT + "?token=x", Map.of("other", "y")).isProblem(400, "invalid_request");
        service.send("POST", INTROSPECT, "application/x-www-form-urlencoded", "token=a&token=b")
                .isProblem(400, "invalid_request");
        service.post(INTROSPECT, Map.of("token", "x")).isProblem(415, "unsupported_media_type");
        service.get(INTROSPECT + "?token=x").isProblem(405, "method_not_allowed");
    }

    @Test
    void whoeverHoldsARefreshTokenMayRevokeIt(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        api.postForm(REVOKE, Map.of("token", ann.refreshToken(), "token_type_hint", "refresh_token"))
                .hasStatus(200);

        ann.api().get("/api/v1/users/me").isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()))
                .isProblem(401, "invalid_refresh_token");
    }

    @Test
    void anAccessTokenTakesItsSessionAlong(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        // A wrong hint must not matter (RFC 7009, 2.1).
        api.postForm(REVOKE, Map.of("token", ann.accessToken(), "token_type_hint", "refresh_token"))
                .hasStatus(200);

        ann.api().get("/api/v1/users/me").isProblem(401, "invalid_token");
        api.post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()))
                .isProblem(401, "invalid_refresh_token");
    }

    @Test
    void revokingWhatIsUnknownOrGoneIsFine(Api api, Given given) {
        Given.Person ann = given.user().signedIn();

        api.postForm(REVOKE, Map.of("token", "x")).hasStatus(200);
        api.postForm(REVOKE, Map.of("token", ann.refreshToken())).hasStatus(200);
        api.postForm(REVOKE, Map.of("token", ann.refreshToken())).hasStatus(200);
        api.postForm(REVOKE, Map.of()).isProblem(400, "invalid_request");
    }
}
