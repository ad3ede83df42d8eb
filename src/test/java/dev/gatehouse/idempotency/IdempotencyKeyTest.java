package dev.gatehouse.idempotency;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A POST whose answer was lost may be sent again. */
@ExtendWith(GatehouseExtension.class)
class IdempotencyKeyTest {
    private static final String USERS = "/api/v1/users";
    private static final Map<String, String> ANN =
            Map.of("email", "ann@example.com", "first_name", "Ann", "last_name", "Other");

    @Test
    void theSameRequestGetsTheSameAnswerAndHappensOnce(Given given, TestDatabase database) {
        Api admin = given.admin().api().with("Idempotency-Key", "key-1");

        Answer first = admin.post(USERS, ANN).hasStatus(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();

        for (String path : List.of(USERS, USERS + "/")) {
            Answer again = admin.post(path, ANN).hasStatus(201);
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.header("Location")).isEqualTo(first.header("Location"));
            assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.header("X-Request-ID")).isNotEqualTo(first.header("X-Request-ID"));
        }
        assertThat(accounts(database)).isEqualTo(2);
    }

    @Test
    void theTagOfARoleIsRepeatedToo(Given given) {
        Api admin = given.admin().api().with("Idempotency-Key", "role");
        Answer first = admin.post("/api/v1/roles", Map.of("name", "once")).hasStatus(201);

        assertThat(admin.post("/api/v1/roles", Map.of("name", "once"))
                        .hasStatus(201)
                        .header("ETag"))
                .isEqualTo(first.header("ETag"))
                .isNotEmpty();
    }

    @Test
    void anotherRequestMayNotUseTheKey(Given given) {
        Api admin = given.admin().api().with("Idempotency-Key", "mine");
        admin.post(USERS, ANN).hasStatus(201);
        Map<String, String> other = new HashMap<>(ANN);
        other.put("email", "other@example.com");

        admin.post(USERS, other).isProblem(422, "idempotency_key_reused");
        admin.post(USERS + "?x=1", ANN).isProblem(422, "idempotency_key_reused");
        // Each endpoint has keys of its own.
        admin.post("/api/v1/roles", Map.of("name", "elsewhere")).hasStatus(201);
    }

    @Test
    void twoCallersMayUseTheSameKey(Given given) {
        Api first = given.admin().api().with("Idempotency-Key", "same");
        Api second = given.admin().api().with("Idempotency-Key", "same");

        first.post("/api/v1/roles", Map.of("name", "one")).hasStatus(201);
        Answer answer = second.post("/api/v1/roles", Map.of("name", "two")).hasStatus(201);

        assertThat(answer.header("Idempotency-Replayed")).isEmpty();
        second.post("/api/v1/roles", Map.of("name", "one")).isProblem(422, "idempotency_key_reused");
    }

    @Test
    void whatFailedMayBeCorrectedAndSentAgain(Given given) {
        Api admin = given.admin().api().with("Idempotency-Key", "retry");

        admin.post(USERS, Map.of("email", "no address", "first_name", "A", "last_name", "B"))
                .isProblem(422, "invalid_email");
        admin.post(USERS, "{not json").isProblem(400, "malformed_json");
        admin.post(USERS, Map.of("email", "x@example.com")).isProblem(422, "validation_failed");
        Answer made = admin.post(USERS, ANN).hasStatus(201);
        assertThat(made.header("Idempotency-Replayed")).isEmpty();
        admin.post(USERS, ANN).hasStatus(201);
    }

    @Test
    void aKeyIsOneToSixtyFourPrintableCharacters(Given given) {
        Api admin = given.admin().api();

        for (String bad : List.of("x".repeat(65), "", " ", "x".repeat(5_000))) {
            admin.with("Idempotency-Key", bad).post(USERS, ANN).isProblem(400, "malformed_idempotency_key");
        }
        admin.with("Idempotency-Key", "~".repeat(64)).post(USERS, ANN).hasStatus(201);
    }

    @Test
    void whoLostThePermissionGetsNoReplay(Given given) {
        Person clerk = given.personWith("users:create", "files:read", "files:write", "ai:use");
        Api api = clerk.api().with("Idempotency-Key", "k");
        api.post(USERS, ANN).hasStatus(201);

        given.admin()
                .api()
                .patch(USERS + "/" + clerk.id(), Map.of("role_names", List.of()))
                .hasStatus(200);

        Answer refused = api.post(USERS, ANN).isProblem(403, "permission_denied");
        assertThat(refused.text()).doesNotContain("ann@example.com");
    }

    @Test
    void nobodyReplaysWithoutASession(Given given, Api nobody) {
        given.admin().api().with("Idempotency-Key", "k").post(USERS, ANN).hasStatus(201);

        nobody.with("Idempotency-Key", "k").post(USERS, ANN).isProblem(401, "unauthorized");
    }

    @Test
    void whileTheFirstIsRunningTheOthersWait(Given given, TestDatabase database) {
        Api admin = given.admin().api().with("Idempotency-Key", "slow");
        admin.post(USERS, ANN).hasStatus(201);
        pretendUnfinished(database, "1 second");

        Answer refused = admin.post(USERS, ANN).isProblem(409, "idempotency_key_in_progress");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        admin.post(USERS, Map.of("email", "other@example.com")).isProblem(422, "idempotency_key_reused");
    }

    @Test
    void aKeyWhoseProcessDiedIsTakenOverAfterAMinute(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        Api withKey = admin.with("Idempotency-Key", "dead");
        admin.delete(USERS + "/" + withKey.post(USERS, ANN).hasStatus(201).number("id"))
                .hasStatus(204);
        pretendUnfinished(database, "61 seconds");

        Answer made = withKey.post(USERS, ANN).hasStatus(201);

        assertThat(made.header("Idempotency-Replayed")).isEmpty();
        assertThat(withKey.post(USERS, ANN).hasStatus(201).text()).isEqualTo(made.text());
    }

    @Test
    void aKeyIsForgottenAfterADay(Given given, TestDatabase database) {
        Api admin = given.admin().api().with("Idempotency-Key", "old");
        admin.post("/api/v1/roles", Map.of("name", "first")).hasStatus(201);
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE idempotency_keys SET created_at = now() - interval '24 hours 1 second'"));

        admin.post("/api/v1/roles", Map.of("name", "second")).hasStatus(201);
    }

    @Test
    void ofManyAtOnceOneHappensAndTheOthersHearOfItOrWait(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        for (int round = 0; round < 5; round++) {
            Api withKey = admin.with("Idempotency-Key", "race-" + round);
            Map<String, String> body = new HashMap<>(ANN);
            body.put("email", "race" + round + "@example.com");

            List<Answer> answers = AtOnce.all(8, i -> withKey.post(USERS, body));

            assertThat(answers.stream().filter(answer -> answer.status() == 201).filter(answer -> answer.header(
                                    "Idempotency-Replayed")
                            .isEmpty()))
                    .hasSize(1);
            answers.stream()
                    .filter(answer -> answer.status() != 201)
                    .forEach(answer -> answer.isProblem(409, "idempotency_key_in_progress"));
        }
        assertThat(accounts(database)).isEqualTo(6);
    }

    @Test
    void noAnswerLiesReadableInTheTable(Given given, TestDatabase database) {
        given.admin().api().with("Idempotency-Key", "sealed").post(USERS, ANN).hasStatus(201);

        String row = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT concat_ws(' ', scope, key, headers, encode(body, 'escape'))
                          FROM idempotency_keys
                        """).mapTo(String.class).one());
        assertThat(row).contains("sealed").doesNotContain("ann@example.com", "Other");
    }

    private static void pretendUnfinished(TestDatabase database, String age) {
        database.jdbi().useHandle(handle -> handle.execute("""
                UPDATE idempotency_keys
                   SET completed_at = NULL, status = NULL, headers = NULL, body = NULL,
                       created_at = now() - CAST(? AS interval)
                """, age));
    }

    private static long accounts(TestDatabase database) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM users")
                .mapTo(Long.class)
                .one());
    }
}
