package dev.gatehouse.audit;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.http.Json;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Old months go, as a whole and on record; what is left still verifies. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-7")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditRetentionTest {
    private static YearMonth now;
    private static YearMonth recent;
    private static YearMonth old;
    private static YearMonth older;

    private static Chain chain;
    private static DatabaseModule database;
    private static AuditPartitions partitions;
    private static AuditRetention retention;

    @BeforeAll
    static void start(TestDatabase shared) throws Exception {
        now = YearMonth.now(ZoneOffset.UTC);
        recent = now.minusMonths(1);
        old = now.minusMonths(5);
        older = now.minusMonths(7);
        chain = new Chain(shared, Map.of());
        var endpoint = chain.database.endpoint();
        database = new DatabaseModule(
                new ServerDatabaseConfig(endpoint.url(), endpoint.user(), endpoint.password(), null),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
        Clock clock = Clock.tickMillis(ZoneOffset.UTC);
        Signer signer = new Signer(chain.database.masterKey());
        AuditTrail trail = new AuditTrail(clock, Json.mapper(), new MetricRegistry());
        VerifyAudit verify = new VerifyAudit(
                database.database(),
                signer,
                new Sealer(database.database(), signer, clock),
                trail,
                clock,
                Json.mapper());
        partitions = new AuditPartitions(database.database(), clock);
        retention = new AuditRetention(database.database(), verify, signer, trail, clock, 3);

        AuditRows rows = new AuditRows(chain.database);
        for (YearMonth month : new YearMonth[] {older, old, recent}) {
            for (int day = 10; day < 14; day++) {
                rows.at(month.atDay(day) + "T10:00:00Z", day);
            }
        }
        chain.seal();
        chain.keep();
    }

    @AfterEach
    void restore() {
        chain.restore();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        chain.close();
    }

    @Test
    void thereIsAPartitionForThisMonthAndTheNextTwo() {
        for (int ahead = 0; ahead <= 2; ahead++) {
            assertThat(hasPartition(now.plusMonths(ahead))).isTrue();
        }
    }

    @Test
    void rowsWithoutAPartitionGetOneAndKeepTheirPlace() {
        String before = everything();

        partitions.ensure();

        assertThat(hasPartition(old)).isTrue();
        assertThat(hasPartition(older)).isTrue();
        assertThat(chain.ask(Long.class, "SELECT count(*) FROM ONLY audit_logs_default"))
                .isZero();
        assertThat(everything()).isEqualTo(before);
        assertThat(chain.verify()).contains("result: intact");
    }

    /** Last, because the seals that it makes are missed by the process that made them. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whatIsOldEnoughGoesAndTheChainStillVerifies() {
        partitions.ensure();

        assertThat(retention.purge()).isEqualTo(2);

        assertThat(hasPartition(old) || hasPartition(older)).isFalse();
        assertThat(hasPartition(recent)).isTrue();
        assertThat(rowsOf(old) + rowsOf(older)).isZero();
        assertThat(rowsOf(recent)).isEqualTo(4);
        assertThat(chain.admin.get("/api/v1/audit-logs?action=audit.purged").text())
                .contains(old.toString(), older.toString());
        assertThat(chain.verify()).contains("result: intact");
        chain.seal();
        assertThat(chain.verify()).contains("result: intact");
        assertThat(chain.integrity().path("status").asText()).isEqualTo("intact");
        assertThat(retention.purge()).isZero();

        aRowThatComesLateForAPurgedMonthIsPurgedToo();
        whatIsSlippedIntoAPurgedMonthIsFound();
    }

    private static void aRowThatComesLateForAPurgedMonthIsPurgedToo() {
        new AuditRows(chain.database).at(old.atDay(1) + "T10:00:00Z", 99);
        partitions.ensure();
        assertThat(retention.purge()).as("nothing goes that is not sealed").isZero();
        chain.seal();
        assertThat(retention.purge()).isOne();
        assertThat(rowsOf(old)).isZero();
        assertThat(chain.verify()).contains("result: intact");
    }

    private static void whatIsSlippedIntoAPurgedMonthIsFound() {
        chain.tamper("INSERT INTO audit_logs (id, occurred_at, position, actor_type, action, outcome, details)"
                + " VALUES (gen_random_uuid(), '" + old.atDay(2)
                + "T00:00:00Z', 1, 'system', 'test.happened', 'success', '{}')");
        assertThat(chain.verify()).contains("result: broken", "seal 2 covered 4 rows", "slipped in");
    }

    @Test
    void nothingGoesWhileTheChainDoesNotVerify() {
        partitions.ensure();
        chain.tamper("DELETE FROM audit_logs WHERE id = (SELECT id FROM audit_logs WHERE occurred_at >= '"
                + recent.atDay(1) + "T00:00:00Z' ORDER BY position LIMIT 1)");

        assertThat(retention.purge()).isZero();

        assertThat(hasPartition(old)).isTrue();
        assertThat(rowsOf(old)).isEqualTo(4);
    }

    @Test
    void aMonthThatSomebodyDroppedByHandIsFound() {
        partitions.ensure();
        chain.tamper("DROP TABLE " + AuditPartitions.name(old));

        assertThat(chain.verify()).contains("result: broken", "rows were removed");
    }

    private static boolean hasPartition(YearMonth month) {
        return database.database().with(VerificationDao.class, VerificationDao::partitions).stream()
                .anyMatch(AuditPartitions.name(month)::equals);
    }

    private static long rowsOf(YearMonth month) {
        return chain.ask(
                Long.class,
                "SELECT count(*) FROM audit_logs WHERE action = 'test.happened' AND occurred_at >= '" + month.atDay(1)
                        + "T00:00:00Z' AND occurred_at < '"
                        + month.plusMonths(1).atDay(1) + "T00:00:00Z'");
    }

    private static String everything() {
        return chain.ask(String.class, "SELECT md5(string_agg(l::text, ' ' ORDER BY l::text)) FROM audit_logs l");
    }
}
