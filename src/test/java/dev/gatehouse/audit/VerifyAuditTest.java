package dev.gatehouse.audit;

import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whoever owns the database can change the record, but not unnoticed. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-7")
class VerifyAuditTest {
    /** In the middle of the chain. */
    private static final String VICTIM = """
            (SELECT l.id FROM kept.audit_logs l
               JOIN kept.audit_seals s ON s.no = 2 AND l.position >= s.from_position AND l.position < s.to_position
              ORDER BY l.position, l.id LIMIT 1)""";

    private static Chain chain;

    @BeforeAll
    static void build(TestDatabase shared) {
        chain = new Chain(shared, Map.of());
        chain.seal();
        chain.seal();
        assertThat(chain.verify()).contains("result: intact", "last seal: 2", "seals: 2");
        chain.seal();
        assertThat(chain.verify()).contains("result: intact", "last seal: 3");
        chain.keep();
    }

    @AfterEach
    void mend() {
        chain.restore();
        assertThat(chain.verify()).as("put back as it was").contains("result: intact");
        chain.restore();
    }

    @AfterAll
    static void stop() {
        chain.close();
    }

    @Test
    void anUntouchedRecordIsIntactAndTellsHowFarItReaches() {
        var integrity = chain.integrity();

        assertThat(integrity.path("status").asText()).isEqualTo("intact");
        assertThat(integrity.at("/last_seal/no").asInt()).isEqualTo(3);
        assertThat(integrity.at("/last_seal/hash").asText()).matches("[0-9a-f]{64}");
        assertThat(integrity.at("/last_verification/result").asText()).isEqualTo("intact");
        assertThat(integrity.at("/last_verification/findings").isEmpty()).isTrue();
        assertThat(integrity.at("/last_verification/rows").asLong()).isPositive();
        assertThat(integrity.at("/lag/rows").asLong()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor_id = 999",
                "actor_type = 'user'",
                "api_key_id = 'k'",
                "action = 'session.started'",
                "outcome = 'success'",
                "target_type = 'user'",
                "target_id = '7'",
                "ip_address = '192.0.2.9'",
                "user_agent = 'somebody else'",
                "request_id = NULL",
                "details = details || '{\"a\": 1}'",
                "id = gen_random_uuid()",
                "occurred_at = occurred_at + interval '1 microsecond'",
            })
    void anEditOfAnyColumnIsFound(String edit) {
        assertFound(
                "UPDATE audit_logs SET " + edit + " WHERE id = " + VICTIM, "seal 2 does not fit its rows.*was edited");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a row deleted        | DELETE FROM audit_logs WHERE id = $ | seal 2 covered \\d+ rows.*were removed",
                "a seal's rows gone   | DELETE FROM audit_logs l USING audit_seals s WHERE s.no = 2 AND position >= from_position AND position < to_position | seal 2 covered \\d+ rows and finds 0.*removed",
                "all rows gone        | TRUNCATE audit_logs | seal 3 covered \\d+ rows and finds 0.*removed",
                "a row inserted       | INSERT INTO audit_logs SELECT gen_random_uuid(), occurred_at, position, actor_type, actor_id, api_key_id, action, outcome, target_type, target_id, ip_address, user_agent, request_id, details FROM audit_logs WHERE id = $ | seal 2 covered \\d+ rows.*slipped in",
                "an old row inserted  | INSERT INTO audit_logs SELECT gen_random_uuid(), occurred_at - interval '3 months', position, actor_type, actor_id, api_key_id, action, outcome, target_type, target_id, ip_address, user_agent, request_id, details FROM audit_logs WHERE id = $ | row .* was slipped in or moved",
                "a row moved on       | UPDATE audit_logs SET position = (SELECT from_position FROM audit_seals WHERE no = 3) WHERE id = $ | seal 3 covered \\d+ rows.*slipped in",
                "a row moved in time  | UPDATE audit_logs SET occurred_at = occurred_at - interval '3 months' WHERE id = $ | row .* was slipped in or moved",
                "a row replaced       | DELETE FROM audit_logs WHERE id = $; INSERT INTO audit_logs SELECT id, occurred_at, position, 'system', NULL, NULL, action, outcome, target_type, target_id, ip_address, user_agent, request_id, details FROM kept.audit_logs WHERE id = $ | seal 2 does not fit",
                "a seal deleted       | DELETE FROM audit_seals WHERE no = 2 | seal 3 follows seal 1.*removed",
                "the first deleted    | DELETE FROM audit_seals WHERE no = 1 | seal 2 follows seal 0.*removed",
                "the last deleted     | DELETE FROM audit_seals WHERE no = 3 | seal 3 was there .* removed or replaced",
                "the end cut off      | DELETE FROM audit_seals WHERE no = 3; DELETE FROM audit_logs l USING kept.audit_seals s WHERE s.no = 3 AND position >= from_position | seal 3 was there .* removed or replaced",
                "everything gone      | TRUNCATE audit_logs, audit_seals | seal 3 was there .* removed or replaced",
                "a row and its count  | DELETE FROM audit_logs WHERE id = $; UPDATE audit_seals SET row_count = row_count - 1 WHERE no = 2 | seal 2 was edited or forged",
                "a seal's hash        | UPDATE audit_seals SET hash = sha256('x') WHERE no = 2 | seal 2 was edited or forged",
                "a seal's time        | UPDATE audit_seals SET sealed_at = sealed_at - interval '1 day' WHERE no = 2 | seal 2 was edited or forged",
                "a seal's signature   | UPDATE audit_seals SET signature = sha256('x') WHERE no = 3 | seal 3 was edited or forged",
                "a seal's reach       | UPDATE audit_seals SET to_position = to_position + 1 WHERE no = 3 | seal 3 was edited or forged",
                "two seals swapped    | UPDATE audit_seals SET no = 5 - no + 100 WHERE no IN (2, 3); UPDATE audit_seals SET no = no - 100 WHERE no > 100 | seal 2 was edited or forged",
                "a purge forged       | DELETE FROM audit_logs; INSERT INTO audit_purges SELECT date_trunc('month', now() AT TIME ZONE 'UTC'), now(), 3, sha256('x') | record of the purge of .* forged",
                "a result forged      | UPDATE audit_verifications SET row_count = 1 WHERE id = (SELECT id FROM audit_verifications ORDER BY verified_at DESC, id DESC LIMIT 1) | record of the last verification was edited or forged",
            })
    void whateverElseIsChangedIsFoundToo(String what, String sql, String finding) {
        assertFound(sql.replace("$", VICTIM), finding);
    }

    @Test
    void theTablesThemselvesRefuseToForget() {
        for (String sql : new String[] {"UPDATE audit_logs SET action = 'x'", "DELETE FROM audit_logs"}) {
            assertThatThrownBy(() -> chain.database.jdbi().useHandle(handle -> handle.execute(sql)))
                    .hasMessageContaining("only ever added");
        }
    }

    private static void assertFound(String sql, String finding) {
        chain.tamper(sql);

        assertThat(chain.verify())
                .contains("result: broken")
                .containsPattern("finding: .*" + finding)
                .doesNotContain("exception");
        var integrity = chain.integrity();
        assertThat(integrity.path("status").asText()).isEqualTo("broken");
        assertThat(integrity.at("/last_verification/findings").toString()).isNotEqualTo("[]");
    }
}
