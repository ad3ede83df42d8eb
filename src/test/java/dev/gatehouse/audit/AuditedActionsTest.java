package dev.gatehouse.audit;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every sensitive action is on record, or did not happen. */
@ExtendWith(GatehouseExtension.class)
class AuditedActionsTest {
    private static final Map<String, String> NEW_PASSWORD =
            Map.of("current_password", Given.PASSWORD, "new_password", "an entirely different phrase");

    /** Written by tasks, schedules and commands; {@link VerifyAuditTest}, {@link AuditRetentionTest}, {@code BackupTest} see to them. */
    private static final Set<String> WITHOUT_REQUEST = Set.of(
            "audit.sealed",
            "audit.verified",
            "audit.purged",
            "signing_key.rotated",
            "mail.tested",
            "maintenance.started",
            "maintenance.ended",
            "sessions.ended",
            "caches.flushed",
            "task.run",
            "backup.made",
            "backup.restored",
            "file.infected",
            "file.rescan_requested",
            "file.moved",
            "file.swept");

    /** Written when the answer has been given; {@code RegisterTest} and {@code RequestResetTest} see to them. */
    private static final Set<String> AFTER_THE_ANSWER = Set.of(
            "api_key.used_from_new_network",
            "api_key.refused",
            "user.registered",
            "user.registration_refused",
            "user.verification_requested",
            "password.reset_requested");

    private record Stage(Given given, Api nobody, TestDatabase database) {}

    /**
     * Something that somebody may do.
     *
     * @param actions what it must leave in the audit log, in order
     * @param prepared makes what it needs and gives the request itself
     */
    private record Deed(List<String> actions, Function<Stage, Supplier<Answer>> prepared) {
        static Deed of(String action, Function<Stage, Supplier<Answer>> prepared) {
            return new Deed(List.of(action), prepared);
        }

        @Override
        public String toString() {
            return String.join("+", actions);
        }
    }

    static Stream<Deed> deeds() {
        return Stream.of(
                        accounts(),
                        addresses(),
                        passwords(),
                        sessions(),
                        rolesAndPermissions(),
                        apiKeys(),
                        mail(),
                        files(),
                        ai())
                .flatMap(deeds -> deeds);
    }

    private static Stream<Deed> accounts() {
        return Stream.of(
                new Deed(List.of("user.created", "user.invited"), on -> {
                    Person admin = on.given().admin();
                    Map<String, String> body =
                            Map.of("email", "new@example.com", "first_name", "New", "last_name", "Comer");
                    return () -> admin.api().post("/api/v1/users", body);
                }),
                new Deed(List.of("user.created", "user.invited", "user.imported"), on -> {
                    Person admin = on.given().admin();
                    String row = "{\"email\": \"new@example.com\", \"first_name\": \"N\", \"last_name\": \"C\"}";
                    return () -> admin.api().send("POST", "/api/v1/users/import", "application/x-ndjson", row);
                }),
                Deed.of("user.exported", on -> {
                    Person admin = on.given().admin();
                    return () -> admin.api().get("/api/v1/users/export?q=ann@example.com");
                }),
                Deed.of("user.invited", on -> {
                    Person admin = on.given().admin();
                    long id = on.given().user().withHash(null).exists();
                    return () -> admin.api().send("POST", "/api/v1/users/" + id + "/send-invitation", null, null);
                }),
                changing("user.changed", Map.of("first_name", "Anna")),
                changing("user.roles_changed", Map.of("role_names", List.of("guest"))),
                changing("user.deactivated", Map.of("is_active", false)),
                changing("user.approval_withdrawn", Map.of("is_approved", false)),
                new Deed(
                        List.of("user.activated", "user.approved"),
                        patching(Given.UserToBe::unapproved, Map.of("is_active", true, "is_approved", true))),
                Deed.of("user.approved", on -> {
                    Person admin = on.given().admin();
                    long id = on.given().user().unapproved().exists();
                    return () -> admin.api().send("PATCH", "/api/v1/users/" + id + "/approve", null, null);
                }),
                Deed.of("user.deleted", on -> {
                    Person admin = on.given().admin();
                    Person other = on.given().user().signedIn();
                    return () -> admin.api().delete("/api/v1/users/" + other.id());
                }),
                Deed.of("user.changed", on -> {
                    Person person = on.given().user().signedIn();
                    return () -> person.api().patch("/api/v1/users/me", Map.of("last_name", "Mine"));
                }));
    }

    private static Stream<Deed> addresses() {
        return Stream.of(
                Deed.of("user.email_change_requested", on -> {
                    Person person = on.given().user().signedIn();
                    Map<String, String> body = Map.of("email", "new@example.com", "current_password", Given.PASSWORD);
                    return () -> person.api().patch("/api/v1/users/me", body);
                }),
                Deed.of("user.email_verified", on -> {
                    long id = on.given().user("ann@example.com").unverified().exists();
                    return byLink(on, "verify-email", "email_verification", id, "ann@example.com");
                }),
                Deed.of("user.email_changed", on -> {
                    long id = on.given().user().exists();
                    return byLink(on, "verify-email", "email_change", id, "new@example.com");
                }),
                Deed.of("user.email_change_undone", on -> {
                    long id = on.given().user().exists();
                    return byLink(on, "undo-email-change", "email_change_undo", id, "old@example.com");
                }));
    }

    private static Supplier<Answer> byLink(Stage on, String path, String purpose, long id, String email) {
        on.database().jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO one_time_links (token_hash, purpose, user_id, email, created_at, expires_at)
                VALUES (sha256('the link'), ?, ?, ?, now(), now() + interval '1 hour')
                """, purpose, id, email));
        return () -> on.nobody().post("/api/v1/users/" + path, Map.of("token", "the link"));
    }

    private static Deed changing(String action, Map<String, Object> body) {
        return Deed.of(action, patching(user -> user, body));
    }

    private static Function<Stage, Supplier<Answer>> patching(
            Function<Given.UserToBe, Given.UserToBe> state, Map<String, Object> body) {
        boolean activates = Boolean.TRUE.equals(body.get("is_active"));
        return on -> {
            Person admin = on.given().admin();
            Given.UserToBe user = state.apply(on.given().user().withRole("user"));
            long id = activates ? user.inactive().exists() : user.exists();
            return () -> admin.api().patch("/api/v1/users/" + id, body);
        };
    }

    private static Stream<Deed> passwords() {
        return Stream.of(
                Deed.of("password.changed", on -> {
                    Person person = on.given().user().signedIn();
                    return () -> person.api().post("/api/v1/password/change-password", NEW_PASSWORD);
                }),
                Deed.of("password.refused", on -> {
                    Person person = on.given().user().signedIn();
                    Map<String, String> body =
                            Map.of("current_password", "not mine", "new_password", "an entirely different phrase");
                    return () -> person.api().post("/api/v1/password/change-password", body);
                }),
                Deed.of("password.reset_link_sent", on -> {
                    Person admin = on.given().admin();
                    long id = on.given().user().exists();
                    return () -> admin.api().send("POST", "/api/v1/users/" + id + "/send-password-reset", null, null);
                }),
                Deed.of("password.reset", on -> {
                    long id = on.given().user().exists();
                    on.database().jdbi().useHandle(handle -> handle.execute("""
                            INSERT INTO one_time_links (token_hash, purpose, user_id, created_at, expires_at)
                            VALUES (sha256('the link'), 'password_reset', ?, now(), now() + interval '1 hour')
                            """, id));
                    Map<String, String> body =
                            Map.of("token", "the link", "new_password", "an entirely different phrase");
                    return () -> on.nobody().post("/api/v1/password/reset-password", body);
                }));
    }

    private static Stream<Deed> sessions() {
        return Stream.of(
                Deed.of("session.started", on -> {
                    on.given().user("ann@example.com").exists();
                    return () -> signIn(on.nobody(), "ann@example.com", Given.PASSWORD);
                }),
                Deed.of("session.refused", on -> () -> signIn(on.nobody(), "nobody@example.com", "whatever it is")),
                Deed.of("session.refused", on -> {
                    on.given().user("ann@example.com").inactive().exists();
                    return () -> signIn(on.nobody(), "ann@example.com", Given.PASSWORD);
                }),
                Deed.of("session.ended", on -> {
                    Person person = on.given().user().signedIn();
                    Map<String, String> body = Map.of("refresh_token", person.refreshToken());
                    return () -> on.nobody().post("/api/v1/auth/logout", body);
                }),
                Deed.of("session.ended", on -> {
                    Person person = on.given().user().signedIn();
                    return () -> person.api().delete("/api/v1/auth/sessions/" + person.sessionId());
                }),
                Deed.of("session.ended", on -> {
                    Person person = on.given().user().signedIn();
                    return () -> on.nobody().postForm("/api/v1/oauth2/revoke", Map.of("token", person.refreshToken()));
                }),
                Deed.of("user.sessions_ended", on -> {
                    Person person = on.given().user().signedIn();
                    return () -> person.api().post("/api/v1/auth/logout-all", null);
                }),
                Deed.of("user.sessions_ended", on -> {
                    Person admin = on.given().admin();
                    Person other = on.given().user().signedIn();
                    return () -> admin.api().delete("/api/v1/users/" + other.id() + "/sessions");
                }),
                Deed.of("session.reuse_detected", on -> {
                    String first = on.given().user().signedIn().refreshToken();
                    String second = refresh(on.nobody(), first).hasStatus(200).string("refresh_token");
                    refresh(on.nobody(), second).hasStatus(200);
                    return () -> refresh(on.nobody(), first);
                }),
                Deed.of("audit.exported", on -> {
                    Person admin = on.given().admin();
                    return () -> admin.api().get("/api/v1/audit-logs/export?action=user.created");
                }));
    }

    private static Stream<Deed> rolesAndPermissions() {
        return Stream.of(
                Deed.of("role.created", on -> {
                    Person admin = on.given().admin();
                    Map<String, Object> body = Map.of("name", "editor", "permission_names", List.of("users:read"));
                    return () -> admin.api().post("/api/v1/roles", body);
                }),
                Deed.of("role.changed", on -> {
                    Person admin = on.given().admin();
                    long id = on.given().role("editor", "users:read");
                    return () -> admin.api().patch("/api/v1/roles/" + id, Map.of("permission_names", List.of()));
                }),
                Deed.of("role.deleted", on -> {
                    Person admin = on.given().admin();
                    long id = on.given().role("editor", "users:read");
                    return () -> admin.api().delete("/api/v1/roles/" + id);
                }),
                Deed.of("permission.created", on -> {
                    Person admin = on.given().admin();
                    return () -> admin.api().post("/api/v1/permissions", Map.of("name", "reports:read"));
                }),
                Deed.of("permission.deleted", on -> {
                    Person admin = on.given().admin();
                    long id = admin.api()
                            .post("/api/v1/permissions", Map.of("name", "reports:read"))
                            .hasStatus(201)
                            .number("id");
                    return () -> admin.api().delete("/api/v1/permissions/" + id);
                }));
    }

    private static Stream<Deed> apiKeys() {
        Map<String, Object> body = Map.of("name", "machine", "permissions", List.of());
        return Stream.of(
                Deed.of("api_key.created", on -> {
                    Person owner = on.given().user().signedIn();
                    return () -> owner.api().post("/api/v1/api-keys", body);
                }),
                Deed.of("api_key.rotated", on -> {
                    Person owner = on.given().user().signedIn();
                    String key = owner.api().post("/api/v1/api-keys", body).string("id");
                    return () -> owner.api().post("/api/v1/api-keys/" + key + "/rotate", Map.of());
                }),
                Deed.of("api_key.revoked", on -> {
                    Person owner = on.given().user().signedIn();
                    String key = owner.api().post("/api/v1/api-keys", body).string("id");
                    return () -> owner.api().delete("/api/v1/api-keys/" + key);
                }),
                Deed.of("user.api_keys_revoked", on -> {
                    Person owner = on.given().user().signedIn();
                    owner.api().post("/api/v1/api-keys", body).hasStatus(201);
                    Person admin = on.given().admin();
                    return () -> admin.api().delete("/api/v1/users/" + owner.id() + "/api-keys");
                }));
    }

    private static Stream<Deed> mail() {
        return Stream.of(Deed.of("mail.replayed", on -> {
            Person admin = on.given().admin();
            on.database().jdbi().useHandle(handle -> handle.execute("""
                    INSERT INTO mail_outbox (id, state, template, recipient, sealed_values, created_at, trying_since,
                                             due_at)
                    VALUES ('018f0000-0000-7000-8000-000000000002', 'dead', 'test-mail', 'r@example.com', '', now(),
                            now(), now())
                    """));
            return () -> admin.api().post("/api/v1/mail/outbox/018f0000-0000-7000-8000-000000000002/replay", null);
        }));
    }

    private static Stream<Deed> files() {
        byte[] text = {'t', 'e', 'x', 't'};
        return Stream.of(
                Deed.of("file.uploaded", on -> {
                    Person owner = on.given().user().withRole("user").signedIn();
                    return () -> owner.api().upload("/api/v1/files/upload?index=false", "a.txt", text);
                }),
                Deed.of("file.refused", on -> {
                    Person owner = on.given().user().withRole("user").signedIn();
                    return () -> owner.api().upload("/api/v1/files/upload?index=false", "a.exe", text);
                }),
                withFile("file.downloaded", (owner, file) -> owner.api().get("/api/v1/files/download/" + file)),
                withFile("file.deleted", (owner, file) -> owner.api().delete("/api/v1/files/" + file)),
                withFile("file.shared", (owner, file) -> owner.api()
                        .send(
                                "PUT",
                                "/api/v1/files/" + file + "/sharing",
                                "application/json",
                                "{\"roles\": [\"manager\"], \"users\": []}")));
    }

    private static Deed withFile(String action, BiFunction<Person, String, Answer> deed) {
        return Deed.of(action, on -> {
            Person owner = on.given().user().withRole("user").signedIn();
            String file = owner.api()
                    .upload("/api/v1/files/upload?index=false", "a.txt", new byte[] {'t'})
                    .hasStatus(201)
                    .string("id");
            return () -> deed.apply(owner, file);
        });
    }

    private static Stream<Deed> ai() {
        Map<String, Object> body = Map.of("period", "month", "limit_usd", 5);
        return Stream.of(
                Deed.of("ai_budget.changed", on -> {
                    Person admin = on.given().admin();
                    return () -> admin.api().put("/api/v1/ai/budgets/global", body);
                }),
                Deed.of("ai_budget.removed", on -> {
                    Person admin = on.given().admin();
                    admin.api().put("/api/v1/ai/budgets/role:user", body).hasStatus(200);
                    return () -> admin.api().delete("/api/v1/ai/budgets/role:user");
                }),
                Deed.of("ai_usage.exported", on -> {
                    Person admin = on.given().admin();
                    return () -> admin.api().get("/api/v1/ai/usage/export");
                }));
    }

    @ParameterizedTest
    @MethodSource("deeds")
    @Tag("promise-7")
    void everyDeedIsOnRecordOnce(Deed deed, Given given, Api nobody, TestDatabase database) {
        Answer answer =
                deed.prepared().apply(new Stage(given, nobody, database)).get();

        assertThat(answer.status()).as(answer.text()).isLessThan(500);
        List<Map<String, Object>> rows = recorded(database, answer.header("X-Request-ID"));
        assertThat(rows).extracting(row -> row.get("action")).containsExactlyInAnyOrderElementsOf(deed.actions());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("outcome")).isEqualTo(answer.status() < 400 ? "success" : "failure");
            assertThat(row.get("ip_address")).isEqualTo("127.0.0.1");
            assertThat(row.get("user_agent").toString()).startsWith("Java-http-client");
            assertThat(row.get("details").toString())
                    .doesNotContain("example.com", Given.PASSWORD, "an entirely different phrase", "not mine");
        });
    }

    @ParameterizedTest
    @MethodSource("deeds")
    @Tag("promise-7")
    void whatCannotBeRecordedDoesNotHappen(Deed deed, Given given, Api nobody, TestDatabase database) {
        Supplier<Answer> act = deed.prepared().apply(new Stage(given, nobody, database));
        Map<String, String> before = contents(database);

        Answer answer = withoutAudit(database, act);

        answer.isProblem(503, "audit_unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-5]");
        assertThat(contents(database)).isEqualTo(before);
        assertThat(act.get().status()).as("once it can be recorded").isLessThan(500);
    }

    @Test
    void aChangeTellsWhatWasAndWhatIs(Given given, TestDatabase database) {
        Person admin = given.admin();
        long role = given.role("editor", "users:read", "roles:read");

        Answer answer = admin.api()
                .patch("/api/v1/roles/" + role, Map.of("name", "reader", "permission_names", List.of("users:read")))
                .hasStatus(200);

        String details = recorded(database, answer.header("X-Request-ID"))
                .get(0)
                .get("details")
                .toString();
        assertThat(details).containsPattern("\"before\": .*\"editor\"").containsPattern("\"after\": .*\"reader\"");
        assertThat(details).contains("\"roles:read\"");
    }

    @Test
    void everyActionThatTheCodeKnowsIsTriedHere() throws IOException {
        Set<String> tried = new TreeSet<>(WITHOUT_REQUEST);
        tried.addAll(AFTER_THE_ANSWER);
        deeds().forEach(deed -> tried.addAll(deed.actions()));

        assertThat(actionsInTheSources()).isEqualTo(tried);
    }

    private static Set<String> actionsInTheSources() throws IOException {
        Pattern action = Pattern.compile(
                "\"(user|role|permission|sessions?|password|audit|signing_key|api_key|mail|file|ai_budget|ai_usage|backup"
                        + "|caches|maintenance|task)\\.[a-z_]+\"");
        Set<String> actions = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                if (text.contains("AuditEvent.of(")) {
                    action.matcher(text)
                            .results()
                            .forEach(found -> actions.add(found.group().replace("\"", "")));
                }
            }
        }
        return actions;
    }

    private static Answer withoutAudit(TestDatabase database, Supplier<Answer> act) {
        database.jdbi().useHandle(handle -> handle.execute("""
                CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN RAISE EXCEPTION ''the disk of the audit is full''; END';
                CREATE TRIGGER refuse_audit BEFORE INSERT ON audit_logs
                    FOR EACH ROW EXECUTE FUNCTION refuse_audit();
                """));
        try {
            return act.get();
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("DROP FUNCTION refuse_audit CASCADE"));
        }
    }

    /** A fingerprint of every table but the audit's. */
    private static Map<String, String> contents(TestDatabase database) {
        return database.jdbi().withHandle(handle -> {
            List<String> tables = handle.createQuery("""
                            SELECT tablename FROM pg_tables
                             WHERE schemaname = 'public' AND tablename !~ '^(audit|databasechangelog)'
                            """).mapTo(String.class).list();
            Map<String, String> contents = new java.util.TreeMap<>();
            tables.forEach(table -> contents.put(
                    table,
                    handle.createQuery("SELECT coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') FROM "
                                    + table + " AS t")
                            .mapTo(String.class)
                            .one()));
            return contents;
        });
    }

    private static List<Map<String, Object>> recorded(TestDatabase database, String requestId) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery("""
                                SELECT action, outcome, host(ip_address) AS ip_address, user_agent,
                                       details::text AS details
                                  FROM audit_logs WHERE request_id = :id
                                """).bind("id", requestId).mapToMap().list());
    }

    private static Answer signIn(Api api, String email, String password) {
        return api.post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }

    private static Answer refresh(Api api, String token) {
        return api.post("/api/v1/auth/refresh", Map.of("refresh_token", token));
    }
}
