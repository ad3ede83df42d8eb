package dev.gatehouse.caching;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import dev.gatehouse.testing.TestRedis;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Two replicas that share a cache in Redis: nothing old is ever told as new, and nobody learns what is not his. */
@ExtendWith(GatehouseExtension.class)
class CachingTest {
    private static TestRedis redis;
    private static Gatehouse one;
    private static Gatehouse other;

    @BeforeAll
    static void startTwoReplicas(TestDatabase database) {
        redis = new TestRedis().start();
        Map<String, String> overrides = new HashMap<>(Map.of(
                "caching.enabled", "true",
                "store.type", "redis",
                "store.url", redis.url(),
                "replicas", "2"));
        Map<String, String> noting = new HashMap<>(overrides);
        noting.put("sessions.noteSignInsEvery", "200ms");
        one = Gatehouse.start(database, noting);
        other = Gatehouse.start(database, overrides);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/roles",
                "/roles?count=true&limit=2",
                "/roles/%s",
                "/permissions",
                "/permissions/%s",
                "/users",
                "/users?q=ann&sort=email&limit=1&count=true",
                "/users/%s"
            })
    void whoHasTheNewestAnswerIsToldSoAndOthersAreSharedOne(String path, Given given) {
        Person admin = given.user("ann@example.com").withRole("admin").signedIn();
        given.user("anna@example.com").exists();
        long id = path.startsWith("/users") ? admin.id() : firstId(admin, path);
        String url = "/api/v1" + path.formatted(id);
        settle(admin);

        Answer first = on(one, admin).get(url).hasStatus(200);
        Answer again = on(one, admin).get(url).hasStatus(200);
        Answer elsewhere = on(other, admin).get(url).hasStatus(200);

        for (Answer same : List.of(again, elsewhere)) {
            assertThat(same.text()).isEqualTo(first.text());
            for (String header : List.of("ETag", "Link", "X-Total-Count", "Content-Type", "Cache-Control")) {
                assertThat(same.header(header)).as(header).isEqualTo(first.header(header));
            }
        }
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache, private");
        String tag = first.header("ETag");
        for (String sent : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            Answer unchanged =
                    on(other, admin).with("If-None-Match", sent).get(url).hasStatus(304);
            assertThat(unchanged.text()).isEmpty();
            assertThat(unchanged.header("ETag")).isEqualTo(tag);
            assertThat(unchanged.header("Cache-Control")).isEqualTo("no-cache, private");
        }
        for (String sent : List.of("\"other\"", tag.replace("\"", ""), "\"\"", ",", "\"x" + tag.substring(1))) {
            on(one, admin).with("If-None-Match", sent).get(url).hasStatus(200);
        }
        // A tag fits one question.
        on(one, admin)
                .with("If-None-Match", tag)
                .get(url + (url.contains("?") ? "&" : "?") + "x=1")
                .hasStatus(200);
        on(one, admin).with("If-None-Match", tag).get("/api/v1/users/999999").hasStatus(404);
    }

    @Test
    void compressedAnswersCanBeAskedForAgainToo(Given given) throws Exception {
        Person admin = given.admin();
        settle(admin);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + one.port() + "/api/v1/permissions"))
                .header("Accept-Encoding", "gzip")
                .header("Authorization", "Bearer " + admin.accessToken());
        HttpClient browser = HttpClient.newHttpClient();

        HttpResponse<byte[]> first = browser.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(first.headers().firstValue("Content-Encoding")).contains("gzip");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again =
                browser.send(request.header("If-None-Match", tag).build(), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void everyChangeMakesOldAnswersUnreachableAtOnceHereAndWithinASecondElsewhere(Given given) {
        Person admin = given.admin();
        settle(admin);
        Api here = on(one, admin);
        long user = here.post(
                        "/api/v1/users", Map.of("email", "new@example.com", "first_name", "New", "last_name", "Comer"))
                .hasStatus(201)
                .number("id");
        long role = here.post("/api/v1/roles", Map.of("name", "editor"))
                .hasStatus(201)
                .number("id");
        List<Runnable> changes = List.of(
                () -> here.patch("/api/v1/users/" + user, Map.of("first_name", "Newer"))
                        .hasStatus(200),
                () -> here.patch("/api/v1/users/" + user, Map.of("role_names", List.of("editor")))
                        .hasStatus(200),
                () -> here.patch("/api/v1/roles/" + role, Map.of("name", "author"))
                        .hasStatus(200),
                () -> here.patch("/api/v1/roles/" + role, Map.of("permission_names", List.of("users:read")))
                        .hasStatus(200),
                () -> here.post("/api/v1/permissions", Map.of("name", "reports:read"))
                        .hasStatus(201),
                () -> here.patch("/api/v1/users/" + user, Map.of("is_active", false))
                        .hasStatus(200),
                () -> here.delete("/api/v1/roles/" + role + "?reassign_to=user").hasStatus(204),
                () -> here.delete("/api/v1/users/" + user).hasStatus(204));
        for (Runnable change : changes) {
            Map<String, Answer> before = everything(here, user, role);
            everything(on(other, admin), user, role);
            change.run();
            Map<String, Answer> truth = everything(given(admin), user, role);
            assertThat(truth.values().stream().map(Answer::text).toList())
                    .as("it is a change that shows")
                    .isNotEqualTo(before.values().stream().map(Answer::text).toList());
            sameAs(truth, here, before);
            soon(() -> sameAs(truth, on(other, admin), before));
        }
    }

    @Test
    void aSignInShowsEverywhereAMomentLater(Given given) {
        Person admin = given.admin();
        settle(admin);
        String own = "/api/v1/users/" + admin.id();
        String before = given(admin).get("/api/v1/users?sort=email").text();

        one.api()
                .post("/api/v1/auth/login", Map.of("email", admin.email(), "password", Given.PASSWORD))
                .hasStatus(200);

        soon(() -> List.of(given(admin), on(one, admin), on(other, admin)).forEach(replica -> {
            assertThat(replica.get(own).json().path("last_login_at").isNull()).isFalse();
            assertThat(replica.get("/api/v1/users?sort=email").text()).isNotEqualTo(before);
        }));
    }

    @Test
    void whatIsReadDuringAChangeIsNeverKeptAsTheNewState(Given given) {
        Person admin = given.admin();
        long user = given.user("race@example.com").exists();
        String url = "/api/v1/users/" + user;
        String list = "/api/v1/users?sort=email";
        settle(admin);
        for (int round = 0; round < 15; round++) {
            String title = "Title " + round;
            AtomicBoolean over = new AtomicBoolean();
            AtOnce.all(7, i -> {
                if (i == 0) {
                    try {
                        on(one, admin).patch(url, Map.of("role_title", title)).hasStatus(200);
                    } finally {
                        over.set(true);
                    }
                    return 0;
                }
                Gatehouse replica = i % 2 == 0 ? one : other;
                while (!over.get()) {
                    on(replica, admin).get(i < 4 ? url : list).hasStatus(200);
                }
                return 0;
            });
            // Here at once; there as soon as it knows of the version, of which it must then have the right answer.
            Answer now = on(one, admin).get(url);
            assertThat(now.string("role_title")).isEqualTo(title);
            assertThat(on(one, admin).get(list).text()).contains(title);
            Answer there = on(other, admin).get(url);
            if (there.header("ETag").equals(now.header("ETag"))) {
                assertThat(there.string("role_title")).isEqualTo(title);
            }
        }
    }

    @Test
    void aRoleThatIsRenamedDuringAListIsNeverKeptUnderItsOldName(Given given) {
        Person admin = given.admin();
        long role = given.role("before", "users:read");
        given.user("holder@example.com").withRole("before").exists();
        String list = "/api/v1/users?q=holder";
        for (int round = 0; round < 10; round++) {
            String name = "name" + round;
            AtOnce.all(
                    5,
                    i -> i == 0
                            ? on(one, admin)
                                    .patch("/api/v1/roles/" + role, Map.of("name", name))
                                    .hasStatus(200)
                            : on(i % 2 == 0 ? one : other, admin).get(list));
            assertThat(on(one, admin).get(list).text()).contains('"' + name + '"');
            soon(() -> assertThat(on(other, admin).get(list).text()).contains('"' + name + '"'));
        }
    }

    @Test
    void aTagOpensNothingToWhoMayNotReadAnyMore(Given given) {
        Person reader = given.personWith("users:read");
        settle(reader);
        String tag = on(one, reader).get("/api/v1/users").hasStatus(200).header("ETag");
        Person nobody = given.user().signedIn();
        on(one, nobody).with("If-None-Match", tag).get("/api/v1/users").isProblem(403, "permission_denied");
        one.api().with("If-None-Match", tag).get("/api/v1/users").hasStatus(401);
    }

    @Test
    void whatSomebodyChangesBehindTheServiceIsSeenToo(TestDatabase database, Given given) {
        Person admin = given.admin();
        settle(admin);
        String url = "/api/v1/users?sort=email";
        String tag = on(one, admin).get(url).header("ETag");
        database.jdbi()
                .useHandle(
                        handle -> handle.execute("UPDATE users SET role_title = 'By hand' WHERE id = ?", admin.id()));
        soon(() -> assertThat(on(one, admin).with("If-None-Match", tag).get(url).text())
                .contains("By hand"));
    }

    @Test
    void theTagOfARoleStillGuardsItsChange(Given given) {
        Person admin = given.admin();
        long role = given.role("guarded", "users:read");
        String url = "/api/v1/roles/" + role;
        settle(admin);
        String tag = on(one, admin).get(url).header("ETag");
        given.user().withRole("guarded").exists();
        // Another holder is no other role.
        on(one, admin)
                .with("If-Match", tag)
                .patch(url, Map.of("description", "first"))
                .hasStatus(200);
        on(one, admin)
                .with("If-Match", tag)
                .patch(url, Map.of("description", "second"))
                .isProblem(412, "precondition_failed");
    }

    @Test
    void withoutRedisEverythingIsAnsweredAllTheSame(Given given) {
        Person admin = given.admin();
        settle(admin);
        redis.stop();
        try {
            for (int i = 0; i < 10; i++) {
                String tag = on(one, admin).get("/api/v1/users").hasStatus(200).header("ETag");
                on(other, admin).with("If-None-Match", tag).get("/api/v1/users").hasStatus(304);
            }
        } finally {
            redis.start();
        }
        on(one, admin).get("/api/v1/users").hasStatus(200);
    }

    private static Map<String, Answer> everything(Api api, long user, long role) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (String path :
                List.of("/users?sort=email", "/users/" + user, "/roles", "/roles/" + role, "/permissions?limit=1000")) {
            answers.put(path, api.get("/api/v1" + path));
        }
        return answers;
    }

    private static void sameAs(Map<String, Answer> truth, Api api, Map<String, Answer> before) {
        truth.forEach((path, answer) -> {
            Answer now =
                    api.with("If-None-Match", before.get(path).header("ETag")).get("/api/v1" + path);
            String text = now.status() == 304 ? before.get(path).text() : now.text();
            assertThat(withoutId(text)).as(path).isEqualTo(withoutId(answer.text()));
        });
    }

    private static String withoutId(String text) {
        return text.replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    private static long firstId(Person admin, String path) {
        return on(one, admin)
                .get("/api/v1" + path.replaceAll("/%s|\\?.*", ""))
                .json()
                .at("/0/id")
                .asLong();
    }

    /** Fixtures write into the database, so that all replicas have yet to hear of them. */
    private static void settle(Person admin) {
        soon(() -> {
            String tag = given(admin).get("/api/v1/users").header("ETag");
            assertThat(on(one, admin).get("/api/v1/users").header("ETag")).isEqualTo(tag);
            assertThat(on(other, admin).get("/api/v1/users").header("ETag")).isEqualTo(tag);
        });
    }

    private static void soon(Runnable assertion) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /** The replica of all tests, which caches nothing. */
    private static Api given(Person person) {
        return person.api();
    }

    private static Api on(Gatehouse replica, Person person) {
        return replica.api().withToken(person.accessToken());
    }
}
