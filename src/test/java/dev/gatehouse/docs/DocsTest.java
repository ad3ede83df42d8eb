package dev.gatehouse.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.access.Route;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** What callers read about the service, out of the service itself. */
@ExtendWith(GatehouseExtension.class)
class DocsTest {
    private static final List<String> PAGES = List.of("/docs", "/redoc", "/openapi.json");

    @Test
    void theFrontDoorLeadsToTheDocumentation(Api nobody) {
        Answer answer = nobody.get("/");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).endsWith("docs");
    }

    @Test
    void theDescriptionNamesEveryRouteThatIsServed(Api nobody) {
        JsonNode paths = nobody.get("/openapi.json").json().path("paths");
        assertThat(paths.size()).isGreaterThan(45);
        Route.all().forEach(route -> assertThat(paths.properties().stream()
                        .anyMatch(path -> path.getValue().has(route.verb().toLowerCase(Locale.ROOT))
                                && Pattern.matches(
                                        path.getKey().replaceAll("\\{[^}]+}", "[^/]+"), slashless(route.path()))))
                .as(route.toString())
                .isTrue());
    }

    @Test
    void bothPagesComeOutOfTheJarAndAllowNothingInline(Api nobody) {
        for (String page : List.of("/docs", "/redoc")) {
            Answer answer = nobody.get(page);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("script-src 'self'")
                    .doesNotContain("unsafe", "http:", "https:", "*");
            assertThat(answer.text()).doesNotContain("@").doesNotContainPattern("(src|href)=\"https?:");
            Matcher reference = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(answer.text());
            while (reference.find()) {
                assertThat(nobody.get(reference.group(1)).status())
                        .as(reference.group(1))
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void scriptsAndStylesMayBeKeptForEver(Api nobody) {
        Answer script = nobody.get("/docs/assets/swagger-ui-bundle.js");
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.header("Cache-Control")).contains("immutable");
        assertThat(script.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(nobody.get("/docs/assets/..%2f..%2fconfig.yml").status()).isIn(400, 404);
        assertThat(nobody.get("/docs/assets/other.js").status()).isEqualTo(404);
    }

    @Test
    void closedDocumentationOpensForAPasswordOrATokenOfSomebodyWhoMayReadIt(TestDatabase database) {
        try (Gatehouse closed = Gatehouse.start(database, Map.of("docs.access", "authenticated"))) {
            Given given = Given.on(database, closed);
            Given.Person reader = given.personWith("docs:read");
            Given.Person other = given.user().signedIn();
            Api nobody = closed.api();
            for (String page : PAGES) {
                Answer refused = nobody.get(page);
                assertThat(refused.status()).as(page).isEqualTo(401);
                assertThat(refused.header("WWW-Authenticate")).startsWith("Basic realm=");
                assertThat(basic(nobody, reader.email(), Given.PASSWORD)
                                .get(page)
                                .status())
                        .as(page)
                        .isEqualTo(200);
                assertThat(nobody.withToken(reader.accessToken()).get(page).status())
                        .as(page)
                        .isEqualTo(200);
                assertThat(basic(nobody, reader.email(), "another one")
                                .get(page)
                                .string("code"))
                        .isEqualTo("invalid_credentials");
                Answer denied = basic(nobody, other.email(), Given.PASSWORD).get(page);
                assertThat(denied.status()).isEqualTo(403);
                assertThat(denied.string("required_permission")).isEqualTo("docs:read");
                assertThat(nobody.withToken(other.accessToken()).get(page).status())
                        .isEqualTo(403);
                assertThat(nobody.with("Authorization", "Basic %%%").get(page).status())
                        .isEqualTo(401);
            }
            assertThat(nobody.get("/problems/not_found").status()).isEqualTo(200);
        }
    }

    @Test
    void disabledDocumentationIsNotThere(TestDatabase database) {
        try (Gatehouse disabled = Gatehouse.start(database, Map.of("docs.access", "disabled"))) {
            for (String page : List.of("/", "/docs", "/redoc", "/openapi.json", "/docs/assets/docs.css")) {
                assertThat(disabled.api().get(page).status()).as(page).isEqualTo(404);
            }
            assertThat(disabled.api().get("/problems/not_found").status()).isEqualTo(200);
        }
    }

    private static Api basic(Api nobody, String email, String password) {
        byte[] credentials = (email + ":" + password).getBytes(StandardCharsets.UTF_8);
        return nobody.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private static String slashless(String path) {
        String slashed = path.startsWith("/") ? path : "/" + path;
        return slashed.length() > 1 && slashed.endsWith("/") ? slashed.substring(0, slashed.length() - 1) : slashed;
    }
}
