package dev.gatehouse.apikeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys for machines, as their owners and their finders meet them. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyTest {
    private static final String KEYS = "/api/v1/api-keys";
    private static final String SHAPE = "gh_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}";

    @Test
    void aKeyIsShownOnceAndDoesWhatItMay(Api api, Given given, TestDatabase database) {
        Person owner = given.personWith("users:read", "users:create");

        Answer made = create(owner, "users:read").hasStatus(201);

        assertThat(made.string("key")).matches(SHAPE).startsWith(made.string("prefix") + "_");
        assertThat(made.header("Location")).isEqualTo(KEYS + "/" + made.string("id"));
        Api machine = with(api, made);
        machine.get("/api/v1/users").hasStatus(200);
        machine.post("/api/v1/users", Map.of("email", "x@example.com", "first_name", "X", "last_name", "Y"))
                .isProblem(403, "permission_denied");
        assertThat(machine.get("/api/v1/users/me").hasStatus(200).string("email"))
                .isEqualTo(owner.email());
        assertThat(machine.get("/api/v1/users/me/permissions").each("name")).containsExactly("users:read");

        Answer listed = owner.api().get(KEYS).hasStatus(200);
        assertThat(listed.json()).hasSize(1);
        assertThat(listed.text()).doesNotContain(made.string("key"), "hash");
        assertThat(listed.json().at("/0/permissions").toString()).isEqualTo("[\"users:read\"]");
        ObjectNode alone =
                (ObjectNode) owner.api().get(KEYS + "/" + made.string("id")).json();
        // Uses are noted in the background, maybe between the two answers.
        List<String> uses = List.of("last_used_at", "last_used_address");
        assertThat(alone.remove(uses)).isEqualTo(((ObjectNode) listed.json().get(0)).remove(uses));
        String stored = database.jdbi().withHandle(handle -> handle.createQuery("SELECT k::text FROM api_keys k")
                .mapTo(String.class)
                .one());
        assertThat(stored).doesNotContain(made.string("key").substring(12));
    }

    @Test
    @Tag("promise-5")
    void nobodyGivesAKeyWhatHeDoesNotHold(Given given) {
        Person owner = given.personWith("users:read");

        Answer refused = create(owner, "users:read", "roles:manage").isProblem(403, "cannot_grant");
        assertThat(refused.json().path("missing_permissions").toString()).isEqualTo("[\"roles:manage\"]");
        create(owner, "no:such").isProblem(403, "cannot_grant");
        assertThat(owner.api().get(KEYS).json()).isEmpty();
    }

    @Test
    @Tag("promise-2")
    void whatTheOwnerLosesHisKeysLoseAtOnceEverywhere(Gatehouse gatehouse, Given given, TestDatabase database) {
        Person owner = given.user().withRole("manager").signedIn();
        Person admin = given.admin();
        Answer key = create(owner, "users:read").hasStatus(201);
        try (Gatehouse other = Gatehouse.start(database, Map.of())) {
            Api here = with(gatehouse.api(), key);
            Api there = with(other.api(), key);
            here.get("/api/v1/users").hasStatus(200);
            there.get("/api/v1/users").hasStatus(200);

            admin.api()
                    .patch("/api/v1/users/" + owner.id(), Map.of("role_names", List.of("guest")))
                    .hasStatus(200);
            here.get("/api/v1/users").isProblem(403, "permission_denied");
            soon(() -> there.get("/api/v1/users").status() == 403);

            admin.api()
                    .patch("/api/v1/users/" + owner.id(), Map.of("role_names", List.of("manager")))
                    .hasStatus(200);
            here.get("/api/v1/users").hasStatus(200);

            admin.api()
                    .patch("/api/v1/users/" + owner.id(), Map.of("is_active", false))
                    .hasStatus(200);
            here.get("/api/v1/users").isProblem(401, "invalid_api_key");
            soon(() -> there.get("/api/v1/users").status() == 401);

            // Who comes back starts without keys, as without sessions.
            admin.api()
                    .patch("/api/v1/users/" + owner.id(), Map.of("is_active", true))
                    .hasStatus(200);
            here.get("/api/v1/users").isProblem(401, "invalid_api_key");
        }
    }

    @Test
    void aRevokedKeyIsDeadAtOnceEverywhere(Gatehouse gatehouse, Given given, TestDatabase database) {
        Person owner = given.personWith("users:read");
        Answer key = create(owner, "users:read").hasStatus(201);
        try (Gatehouse other = Gatehouse.start(database, Map.of())) {
            with(other.api(), key).get("/api/v1/users").hasStatus(200);
            with(gatehouse.api(), key).get("/api/v1/users").hasStatus(200);

            owner.api().delete(KEYS + "/" + key.string("id")).hasStatus(204);

            with(gatehouse.api(), key).get("/api/v1/users").isProblem(401, "invalid_api_key");
            soon(() -> with(other.api(), key).get("/api/v1/users").status() == 401);
            owner.api().delete(KEYS + "/" + key.string("id")).hasStatus(204);
            assertThat(owner.api().get(KEYS).json().at("/0/revoked_at").asText())
                    .isNotBlank();
        }
    }

    @Test
    void aRotatedKeyGoesOnForTheOverlapAndIsRotatedOnce(Api api, Given given, TestDatabase database) {
        Person owner = given.personWith("users:read");
        Answer old = owner.api()
                .post(
                        KEYS,
                        Map.of(
                                "name", "ci",
                                "permissions", List.of("users:read"),
                                "allowed_networks", List.of("127.0.0.0/8")))
                .hasStatus(201);
        String rotate = KEYS + "/" + old.string("id") + "/rotate";

        List<Answer> answers = AtOnce.all(8, i -> owner.api().post(rotate, Map.of("overlap", "2h")));

        List<Answer> made =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(made).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> answer.isProblem(409, "api_key_not_in_force"));
        Answer next = made.get(0);
        assertThat(next.json().path("permissions")).isEqualTo(old.json().path("permissions"));
        assertThat(next.json().path("allowed_networks").toString()).isEqualTo("[\"127.0.0.0/8\"]");
        with(api, old).get("/api/v1/users").hasStatus(200);
        with(api, next).get("/api/v1/users").hasStatus(200);
        Instant end =
                Instant.parse(owner.api().get(KEYS + "/" + old.string("id")).string("expires_at"));
        assertThat(Duration.between(Instant.now(), end)).isBetween(Duration.ofMinutes(118), Duration.ofMinutes(121));

        expire(database, api, old);
        with(api, old).get("/api/v1/users").isProblem(401, "invalid_api_key");
        with(api, next).get("/api/v1/users").hasStatus(200);
        owner.api()
                .send("POST", KEYS + "/" + next.string("id") + "/rotate", null, null)
                .hasStatus(201);
        owner.api()
                .post(KEYS + "/" + next.string("id") + "/rotate", Map.of("overlap", "8d"))
                .isProblem(422, "validation_failed");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200", "127.0.0.0/8, 200", "10.0.0.0/8, 401", "::1, 401"})
    void aKeyMayBeBoundToPlaces(String network, int status, Api api, Given given) {
        Person owner = given.personWith("users:read");
        Answer key = owner.api()
                .post(
                        KEYS,
                        Map.of("name", "k", "permissions", List.of("users:read"), "allowed_networks", List.of(network)))
                .hasStatus(201);

        with(api, key).get("/api/v1/users").hasStatus(status);

        if (status == 401) {
            soon(() -> audited(given, "api_key.refused").size() == 1);
            assertThat(audited(given, "api_key.refused").get(0)).contains("127.0.0.0/24", "failure");
        }
    }

    @Test
    void theFirstUseFromANetworkIsOnRecordAndTheLastOneIsNoted(Api api, Given given) {
        Person owner = given.personWith("users:read");
        Answer key = create(owner, "users:read").hasStatus(201);
        assertThat(key.json().path("last_used_at").isNull()).isTrue();
        for (int i = 0; i < 3; i++) {
            with(api, key).get("/api/v1/users").hasStatus(200);
        }

        soon(() -> !owner.api().get(KEYS).json().at("/0/last_used_at").isNull());
        assertThat(owner.api().get(KEYS).json().at("/0/last_used_address").asText())
                .isEqualTo("127.0.0.1");
        soon(() -> !audited(given, "api_key.used_from_new_network").isEmpty());
        assertThat(audited(given, "api_key.used_from_new_network"))
                .hasSize(1)
                .allMatch(row -> row.contains("\"api_key_id\":\"" + key.string("id")));
    }

    @Test
    void whatAKeyDoesIsOnRecordAsTheKeys(Api api, Given given) {
        Person owner = given.admin();
        // The last three are what the role of newcomers grants: a key gives no more than it holds either.
        Answer key = create(owner, "users:create", "users:update", "users:read", "files:read", "files:write", "ai:use")
                .hasStatus(201);

        with(api, key)
                .post("/api/v1/users", Map.of("email", "new@example.com", "first_name", "N", "last_name", "C"))
                .hasStatus(201);
        Answer deed = with(api, key).patch("/api/v1/users/" + owner.id(), Map.of("first_name", "Nova"));
        deed.isProblem(403, "target_outranks_caller");
        long other = given.user().exists();
        with(api, key)
                .patch("/api/v1/users/" + other, Map.of("first_name", "Nova"))
                .hasStatus(200);

        assertThat(audited(given, "user.changed"))
                .hasSize(1)
                .allMatch(row -> row.contains("\"api_key_id\":\"" + key.string("id")));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/api-keys",
        "GET, /api/v1/api-keys",
        "POST, /api/v1/password/change-password",
        "PATCH, /api/v1/users/me",
        "GET, /api/v1/auth/sessions",
        "POST, /api/v1/auth/logout-all"
    })
    void whatConcernsThePersonWantsThePerson(String verb, String path, Api api, Given given) {
        Api machine = with(api, create(given.admin(), "users:read").hasStatus(201));

        machine.send(verb, path, "application/json", verb.equals("GET") ? null : "{}")
                .isProblem(403, "api_key_not_accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gh_",
                "gh_AbCdEfGh_0123456789012345678901234567890123456789012000000",
                "ghp_AbCdEfGh0123456789",
                "gh_AbCdEfGh_' OR 1=1 --",
                "Bearer gh_AbCdEfGh"
            })
    void whatIsNoKeyOfOursIsRefusedAlike(String text, Api api) {
        api.with("X-API-Key", text).get("/api/v1/users/me").isProblem(401, "invalid_api_key");
        api.with("X-API-Key", text.repeat(100)).get("/api/v1/users/me").isProblem(401, "invalid_api_key");
    }

    @Test
    void oneWrongCharacterAndItIsNoKey(Api api, Given given) {
        Answer made = create(given.personWith("users:read"), "users:read").hasStatus(201);
        String key = made.string("key");
        for (int at : new int[] {3, 12, 40, key.length() - 1}) {
            char other = key.charAt(at) == 'x' ? 'y' : 'x';
            api.with("X-API-Key", key.substring(0, at) + other + key.substring(at + 1))
                    .get("/api/v1/users/me")
                    .isProblem(401, "invalid_api_key");
        }
        // A key of the same name with a right checksum is still not the key.
        KeyText forged = KeyText.random();
        api.with("X-API-Key", forged.text().reveal()).get("/api/v1/users/me").isProblem(401, "invalid_api_key");
    }

    @Test
    void oneCredentialAtATime(Given given) {
        Person owner = given.personWith("users:read");
        Answer key = create(owner, "users:read").hasStatus(201);

        with(owner.api(), key).get("/api/v1/users/me").isProblem(401, "unauthorized");
    }

    @Test
    void anExpiredKeyIsNoneAndKeysCannotLiveForEver(Api api, Given given, TestDatabase database) {
        Person owner = given.personWith("users:read");
        Answer key = create(owner, "users:read").hasStatus(201);
        Instant end = Instant.parse(key.string("expires_at"));
        assertThat(Duration.between(Instant.now(), end)).isBetween(Duration.ofDays(364), Duration.ofDays(366));

        expire(database, api, key);
        with(api, key).get("/api/v1/users").isProblem(401, "invalid_api_key");
        owner.api().post(KEYS + "/" + key.string("id") + "/rotate", Map.of()).isProblem(409, "api_key_not_in_force");

        for (Map.Entry<String, String> wrong : Map.of(
                        "2020-01-01T00:00:00Z", "expires_too_early", "2222-01-01T00:00:00Z", "expires_too_late")
                .entrySet()) {
            owner.api()
                    .post(KEYS, Map.of("name", "k", "permissions", List.of(), "expires_at", wrong.getKey()))
                    .isProblem(422, wrong.getValue());
        }
    }

    @Test
    void aPersonHasSoManyKeysAlsoWhenHeMakesThemAtOnce(Given given) {
        Person owner = given.personWith("users:read");

        List<Answer> answers = AtOnce.all(12, i -> create(owner, "users:read"));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(5);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> answer.isProblem(409, "too_many_api_keys"));
        owner.api()
                .delete(KEYS + "/" + owner.api().get(KEYS).json().at("/0/id").asText())
                .hasStatus(204);
        create(owner, "users:read").hasStatus(201);
    }

    @Test
    void aRepeatedRequestMakesOneKeyAndShowsItAgain(Given given) {
        Person owner = given.personWith("users:read");
        Map<String, Object> body = Map.of("name", "once", "permissions", List.of("users:read"));

        Answer first =
                owner.api().with("Idempotency-Key", "k-1").post(KEYS, body).hasStatus(201);
        Answer again =
                owner.api().with("Idempotency-Key", "k-1").post(KEYS, body).hasStatus(201);

        assertThat(again.string("key")).isEqualTo(first.string("key"));
        assertThat(owner.api().get(KEYS).json()).hasSize(1);
    }

    @Test
    void nobodySeesOrTouchesTheKeysOfOthersWithoutThePermission(Given given, Api api) {
        Person owner = given.personWith("users:read");
        Person other = given.personWith("users:read");
        Person helper = given.personWith("api_keys:manage");
        Answer key = create(owner, "users:read").hasStatus(201);
        String id = key.string("id");
        String ofOwner = "/api/v1/users/" + owner.id() + "/api-keys";

        other.api().get(KEYS + "/" + id).isProblem(404, "not_found");
        other.api().delete(KEYS + "/" + id).isProblem(404, "not_found");
        other.api().post(KEYS + "/" + id + "/rotate", Map.of()).isProblem(404, "not_found");
        other.api().get(ofOwner).isProblem(403, "permission_denied");

        assertThat(helper.api().get(ofOwner).hasStatus(200).each("id")).containsExactly(id);
        helper.api().delete(ofOwner + "/" + id).isProblem(403, "target_outranks_caller");
        with(api, key).get("/api/v1/users").hasStatus(200);

        given.admin().api().delete(ofOwner + "/" + id).hasStatus(204);
        with(api, key).get("/api/v1/users").isProblem(401, "invalid_api_key");
        create(owner, "users:read").hasStatus(201);
        given.admin().api().delete(ofOwner).hasStatus(204);
        assertThat(owner.api().get(KEYS).json())
                .allMatch(one -> !one.path("revoked_at").isNull());
    }

    @Test
    void anotherPermissionOfTheSameNameIsNotTheOneThatTheKeyWasGiven(Api api, Given given) {
        Person admin = given.admin();
        admin.api().post("/api/v1/permissions", Map.of("name", "reports:read")).hasStatus(201);
        Answer key = create(admin, "reports:read").hasStatus(201);
        assertThat(with(api, key).get("/api/v1/users/me/permissions").json()).hasSize(1);
        Answer permission = admin.api().get("/api/v1/permissions?q=reports:read");
        List<String> ids = new ArrayList<>(permission.each("id"));

        admin.api().delete("/api/v1/permissions/" + ids.get(ids.size() - 1));
        admin.api().post("/api/v1/permissions", Map.of("name", "reports:read"));

        assertThat(with(api, key).get("/api/v1/users/me/permissions").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"permissions\": []}",
                "{\"name\": \"\", \"permissions\": []}",
                "{\"name\": \"k\"}",
                "{\"name\": \"k\", \"permissions\": [null]}",
                "{\"name\": \"k\", \"permissions\": [], \"allowed_networks\": [\"everywhere\"]}",
                "{\"name\": \"k\", \"permissions\": [], \"allowed_networks\": [\"10.0.0.1/8\"]}",
                "{\"name\": \"k\", \"permissions\": [], \"allowed_networks\": [null]}",
                "{\"name\": \"k\", \"permissions\": [], \"requests_per_minute\": 0}",
                "{\"name\": \"k\", \"permissions\": [], \"expires_at\": \"tomorrow\"}",
                "{\"name\": \"k\", \"permissions\": [], \"secret\": \"mine\"}"
            })
    void whatMakesNoSenseIsRefused(String body, Given given) {
        given.personWith("users:read").api().post(KEYS, body).isProblem(422, "validation_failed");
    }

    private static Answer create(Person owner, String... permissions) {
        return owner.api().post(KEYS, Map.of("name", "a machine", "permissions", List.of(permissions)));
    }

    private static Api with(Api api, Answer key) {
        return api.with("X-API-Key", key.string("key"));
    }

    private static void expire(TestDatabase database, Api api, Answer key) {
        database.jdbi().useHandle(handle -> {
            handle.execute(
                    "UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = ?::uuid",
                    key.string("id"));
            handle.execute("SELECT pg_notify('gatehouse', 'api_keys:*')");
        });
        soon(() -> with(api, key).get("/api/v1/users").status() == 401);
    }

    private static List<String> audited(Given given, String action) {
        List<String> rows = new ArrayList<>();
        given.admin().api().get("/api/v1/audit-logs?action=" + action).json().forEach(row -> rows.add(row.toString()));
        return rows;
    }

    private static void soon(java.util.function.BooleanSupplier condition) {
        JarProcess.await("what should follow", condition);
    }
}
