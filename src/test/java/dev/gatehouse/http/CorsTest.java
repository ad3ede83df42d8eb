package dev.gatehouse.http;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What browsers are told about pages of other origins; the tests' configuration names https://app.example.com. */
@ExtendWith(GatehouseExtension.class)
class CorsTest {
    private static final String OURS = "https://app.example.com";

    @Test
    @Tag("defect-48")
    void aBrowserMayAskOnceAnHourAndIsToldWhatItMaySend(Api api) {
        Answer answer = api.with("Origin", OURS)
                .with("Access-Control-Request-Method", "PATCH")
                .with("Access-Control-Request-Headers", "authorization,content-type,if-match")
                .send("OPTIONS", "/api/v1/users/1", null, null)
                .hasStatus(200);

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(OURS);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization", "If-Match");
        assertThat(answer.header("Vary")).contains("Origin");
    }

    @Test
    void aPageReadsAnswersAndErrorsAlike(Api api, Given given) {
        Answer list = given.admin().api().with("Origin", OURS).get("/api/v1/users?count=true");
        assertThat(list.header("Access-Control-Allow-Origin")).isEqualTo(OURS);
        assertThat(list.header("Access-Control-Expose-Headers")).contains("X-Total-Count", "Link", "X-Request-ID");

        Answer refused = api.with("Origin", OURS).get("/api/v1/users").hasStatus(401);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(OURS);
    }

    @ParameterizedTest
    @Tag("defect-48")
    @ValueSource(
            strings = {
                "https://app.example.com.evil.example",
                "https://evil.example",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://appXexample.com",
                "https://sub.app.example.com",
                "null",
                "*"
            })
    void otherOriginsAreToldNothing(String origin, Api api) {
        for (String method : new String[] {"OPTIONS", "GET"}) {
            Answer answer = api.with("Origin", origin)
                    .with("Access-Control-Request-Method", "GET")
                    .send(method, "/api/v1/users/me", null, null);

            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(answer.header("Vary")).contains("Origin");
        }
    }
}
