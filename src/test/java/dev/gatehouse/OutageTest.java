package dev.gatehouse;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.access.Route;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Cable;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Every route while the database is away, silent, closed or locked: 503 and a hint when to try again, soon. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-8")
@Tag("defect-46")
class OutageTest {
    private static final Duration BOUND = Duration.ofSeconds(6);
    private static final String PERSON =
            "{\"email\": \"new@example.com\", \"first_name\": \"New\", \"last_name\": \"Comer\"}";
    private static final String REGISTRATION = PERSON.replace("}", ", \"password\": \"an entirely different phrase\"}");
    private static final String UPLOAD = """
            --x\r
            Content-Disposition: form-data; name="file"; filename="a.txt"\r
            \r
            text\r
            --x--\r
            """;
    private static final String REFRESH = "{\"refresh_token\": \"%s\"}";
    private static final String RESET = "{\"token\": \"a link\", \"new_password\": \"an entirely different phrase\"}";
    private static final String CHANGE =
            "{\"current_password\": \"Admin123!\", \"new_password\": \"an entirely different phrase\"}";

    /** Needs nothing, or tells of the outage itself. */
    private static final Set<String> WITHOUT_DATABASE = Set.of(
            "GET /health",
            "GET /health/live",
            "GET /health/ready",
            "GET /set-password",
            "GET /verify-email",
            "GET /undo-email-change",
            "GET /.well-known/oauth-authorization-server",
            "GET ",
            "GET /docs",
            "GET /docs/assets/docs.css",
            "GET /redoc",
            "GET /openapi.json",
            "GET /problems",
            "GET /problems/not_found",
            // Without a model they say so first.
            "POST /api/v1/ai/generate-idea",
            "POST /api/v1/ai/auto-fill");

    /** May still be known, or may not. */
    private static final Set<String> FROM_MEMORY = Set.of(
            "GET /.well-known/jwks.json",
            "GET /api/v1/users/me",
            "GET /api/v1/users/me/permissions",
            "GET /api/v1/ai/models",
            "POST /api/v1/ai/search-documents");

    /** What the others are sent, so that they get as far as the database; {@code %s} is a refresh token. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /api/v1/auth/login", "{\"email\": \"admin@example.com\", \"password\": \"Admin123!\"}"),
            Map.entry("POST /api/v1/auth/login form", "username=admin%%40example.com&password=Admin123!"),
            Map.entry("POST /api/v1/auth/refresh", REFRESH),
            Map.entry("POST /api/v1/auth/refresh form", "refresh_token=%s"),
            Map.entry("POST /api/v1/auth/logout", REFRESH),
            Map.entry("POST /api/v1/auth/logout form", "refresh_token=%s"),
            Map.entry("POST /api/v1/auth/logout-all", "{}"),
            Map.entry("POST /api/v1/oauth2/introspect form", "token=%s"),
            Map.entry("POST /api/v1/oauth2/revoke form", "token=%s"),
            Map.entry("POST /api/v1/password/reset-password", RESET),
            Map.entry("POST /api/v1/password/change-password", CHANGE),
            Map.entry("POST /api/v1/password/request-reset", "{\"email\": \"new@example.com\"}"),
            Map.entry("POST /api/v1/users", PERSON),
            Map.entry("POST /api/v1/users/register", REGISTRATION),
            Map.entry("POST /api/v1/users/resend-verification", "{\"email\": \"new@example.com\"}"),
            Map.entry("POST /api/v1/users/verify-email", "{\"token\": \"abc\"}"),
            Map.entry("POST /api/v1/users/undo-email-change", "{\"token\": \"abc\"}"),
            Map.entry("POST /api/v1/users/import", PERSON),
            Map.entry("POST /api/v1/api-keys", "{\"name\": \"k\", \"permissions\": []}"),
            Map.entry("POST /api/v1/api-keys/0190b6a0-0000-7000-8000-000000000000/rotate", "{}"),
            Map.entry("POST /api/v1/users/999999999/send-invitation", "{}"),
            Map.entry("POST /api/v1/users/999999999/send-password-reset", "{}"),
            Map.entry("POST /api/v1/mail/outbox/0190b6a0-0000-7000-8000-000000000000/replay", "{}"),
            Map.entry("PATCH /api/v1/users/me", "{\"first_name\": \"New\"}"),
            Map.entry("PATCH /api/v1/users/999999999", "{\"first_name\": \"New\"}"),
            Map.entry("PATCH /api/v1/users/999999999/approve", "{}"),
            Map.entry("POST /api/v1/roles", "{\"name\": \"editor\"}"),
            Map.entry("PATCH /api/v1/roles/999999999", "{\"name\": \"editor\"}"),
            Map.entry("POST /api/v1/permissions", "{\"name\": \"reports:read\"}"),
            Map.entry("POST /api/v1/files/upload form", UPLOAD),
            Map.entry(
                    "PUT /api/v1/files/0190b6a0-0000-7000-8000-000000000000/sharing", "{\"roles\": [], \"users\": []}"),
            Map.entry("POST /api/v1/ai/chat", "{\"message\": \"ravens\", \"use_documents\": true}"),
            Map.entry("POST /api/v1/ai/search-documents", "{\"query\": \"ravens\", \"max_results\": 3}"),
            Map.entry(
                    "POST /api/v1/ai/enhance-content",
                    "{\"content\": \"Ravens are black.\", \"enhancement_type\": \"summarize\"}"),
            Map.entry("PUT /api/v1/ai/budgets/global", "{\"period\": \"day\", \"limit_usd\": 1}"));

    private static TestDatabase shared;
    private static TestDatabase database;
    private static Cable cable;
    private static Gatehouse replica;
    private Api api;
    private String refreshToken;

    private record Timed(Route route, Answer answer, Duration time) {}

    @BeforeAll
    static void startBehindACable(TestDatabase onTheSameServer) {
        shared = onTheSameServer;
        database = shared.another();
        cable = new Cable(database.address());
        replica = Gatehouse.start(
                database.behind(cable),
                Map.of("sampleData", "true", "database.pool.statementTimeout", "1s", "database.pool.minSize", "2"));
    }

    @AfterAll
    static void stop() {
        replica.close();
        cable.close();
        database.close();
    }

    @BeforeEach
    void signIn() {
        Answer session = replica.api()
                .post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                .hasStatus(200);
        refreshToken = session.string("refresh_token");
        api = replica.api().withToken(session.string("access_token"));
        // From here on who he is can be answered from memory.
        JarProcess.await("readiness", () -> replica.api().get("/health/ready").status() == 200);
        api.get("/api/v1/users/me").hasStatus(200);
    }

    @AfterEach
    void mend() {
        cable.mend();
        JarProcess.await("readiness", () -> replica.api().get("/health/ready").status() == 200);
    }

    @Test
    void everyRouteIsTriedHere() {
        Set<String> missing = new TreeSet<>();
        Route.all().stream()
                .filter(route -> !route.verb().equals("GET") && !route.verb().equals("DELETE"))
                .map(OutageTest::name)
                .filter(name -> !WITHOUT_DATABASE.contains(name) && !BODIES.containsKey(name))
                .forEach(missing::add);

        assertThat(missing)
                .as("say in BODIES what makes these ask the database")
                .isEmpty();
    }

    @Test
    void aDatabaseThatIsGoneIsSaidByEveryRoute() {
        cable.pull();

        everyRouteIsUnavailable();
        everyRouteIsUnavailable();
        whatNeedsNoDatabaseAnswers();

        cable.mend();
        nothingRemains();
    }

    @Test
    @Tag("promise-9")
    void aDatabaseThatHangsHangsNobodyForLong() {
        cable.block();

        everyRouteIsUnavailable();
        everyRouteIsUnavailable();
        whatNeedsNoDatabaseAnswers();
        assertThat(replica.api().get("/health/ready").status()).isEqualTo(503);

        cable.mend();
        nothingRemains();
    }

    /** Statements wait for ever, connections are fine. Even those whom the cache knows get no further. */
    @Test
    void aDatabaseThatIsLockedIsSaidByEveryRoute() {
        try (Handle handle = database.jdbi().open()) {
            handle.begin();
            String tables = handle.createQuery("""
                            SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables
                             WHERE schemaname = 'public' AND tablename !~ '^databasechangelog'
                               AND tablename !~ '^audit_logs_'
                            """).mapTo(String.class).one();
            handle.execute("LOCK TABLE " + tables);

            everyRouteIsUnavailable();

            handle.rollback();
        }
        nothingRemains();
    }

    /** As during an upgrade: the channel lives, so the cache is trusted, and the handlers themselves meet the outage. */
    @Test
    void aDatabaseThatIsClosedIsSaidByEveryRoute() {
        admitConnections(false);
        try {
            everyRouteIsUnavailable();
        } finally {
            admitConnections(true);
        }
        nothingRemains();
    }

    @Test
    void afterARestartOfTheDatabaseTheFirstRequestSucceeds() {
        AtOnce.all(20, i -> api.get("/api/v1/roles").hasStatus(200));

        for (int round = 0; round < 3; round++) {
            cable.pull();
            cable.mend();
            sleep(Duration.ofMillis(700));

            AtOnce.all(20, i -> api.get("/api/v1/roles").hasStatus(200));
        }
    }

    @Test
    @Tag("promise-9")
    void aHangUnderLoadStarvesNeitherTheProbesNorTheOthers() {
        cable.block();

        List<Duration> times = AtOnce.all(150, i -> {
            if (i % 10 == 0) {
                Runnable probe = () -> replica.api().get("/health/live").hasStatus(200);
                return timed(probe).plusSeconds(5); // one second is enough for those who need no database
            }
            return timed(() -> assertUnavailable(api.get("/api/v1/permissions")));
        });

        assertThat(times).allMatch(time -> time.compareTo(BOUND) < 0);
    }

    private void everyRouteIsUnavailable() {
        List<Route> routes = Route.all().stream()
                .filter(route -> !WITHOUT_DATABASE.contains(name(route)))
                .toList();
        List<Timed> answers = AtOnce.all(routes.size(), i -> {
            Route route = routes.get(i);
            Api caller = route.rule(Anonymous.class).isPresent() ? replica.api() : api;
            String body = BODIES.getOrDefault(name(route), "").formatted(refreshToken);
            long begun = System.nanoTime();
            Answer answer = route.calledBy(caller, body.isEmpty() ? null : body);
            return new Timed(route, answer, Duration.ofNanos(System.nanoTime() - begun));
        });
        SoftAssertions.assertSoftly(softly -> answers.forEach(one -> {
            boolean known = one.answer().status() == 200 && FROM_MEMORY.contains(name(one.route()));
            if (!known && !isBusy(one)) {
                softly.assertThatCode(() -> assertUnavailable(one.answer()))
                        .as(one.route().toString())
                        .doesNotThrowAnyException();
            }
            softly.assertThat(one.time()).as(one.route().toString()).isLessThan(BOUND);
        }));
    }

    /** Others wait in its few places already. */
    private static boolean isBusy(Timed one) {
        return one.route().path().startsWith("/api/v1/ai/")
                && one.answer().status() == 503
                && one.answer().text().contains("\"overloaded\"");
    }

    private static void whatNeedsNoDatabaseAnswers() {
        replica.api().get("/health/live").hasStatus(200);
        replica.api().get("/.well-known/oauth-authorization-server").hasStatus(200);
        assertThat(replica.api().get("/set-password").status()).isLessThan(500);
        replica.api().get("/health").hasStatus(503);
    }

    private void nothingRemains() {
        JarProcess.await("service", () -> api.get("/api/v1/users").status() == 200);
        AtOnce.all(20, i -> api.get("/api/v1/roles").hasStatus(200));
        replica.api()
                .post("/api/v1/auth/refresh", Map.of("refresh_token", refreshToken))
                .hasStatus(200);
        assertThat(api.get("/api/v1/users?q=new@example.com").json()).isEmpty();
    }

    private static Answer assertUnavailable(Answer answer) {
        answer.isProblem(503, "database_unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-5]");
        assertThat(answer.text()).doesNotContainIgnoringCase("exception").doesNotContain("jdbc", "127.0.0.1");
        return answer;
    }

    private static void admitConnections(boolean admit) {
        shared.jdbi().useHandle(handle -> {
            String name = database.endpoint().url().replaceFirst(".*/([^/?]+).*", "$1");
            handle.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + admit);
            if (!admit) {
                handle.execute("""
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE datname = ? AND application_name <> 'gatehouse-notifications'
                        """, name);
            }
        });
    }

    private static String name(Route route) {
        return route.verb() + " " + route.path() + (route.mediaType().contains("form") ? " form" : "");
    }

    private static Duration timed(Runnable call) {
        long begun = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
