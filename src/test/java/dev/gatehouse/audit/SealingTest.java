package dev.gatehouse.audit;

import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The chain grows by itself, says when it does not, and never continues over a gap. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-7")
class SealingTest {
    private static final long LOCK_OF_THE_SEALER = 0x6761_7465_0000_0000L + 4;

    @Test
    void newEventsAreSealedSoonUnlessSomethingIsWrong(TestDatabase shared) {
        try (Chain chain = new Chain(shared, Map.of("audit.sealEvery", "100ms"))) {
            JarProcess.await("seals", () -> sealed(chain));
            chain.signIn();
            JarProcess.await("the next seal", () -> sealed(chain));
            assertThat(chain.verify()).contains("result: intact");

            anEventOfATransactionThatEndsLateIsSealedInItsPlace(chain);
            whileNobodyCanSealTheAdminPortSaysSo(chain);
            aChainThatWasCutIsNotContinued(chain);
        }
    }

    /** Positions follow the beginning of transactions, so one that ends late must not fall behind a seal. */
    private static void anEventOfATransactionThatEndsLateIsSealedInItsPlace(Chain chain) {
        try (Handle slow = chain.database.jdbi().open()) {
            slow.begin();
            slow.execute("""
                    INSERT INTO audit_logs (id, occurred_at, actor_type, action, outcome, details)
                    VALUES (gen_random_uuid(), now(), 'system', 'test.happened', 'success', '{}')
                    """);
            for (int i = 0; i < 5; i++) {
                chain.signIn();
                sleep();
            }
            slow.commit();
        }
        JarProcess.await("the seal on all of it", () -> sealed(chain));
        assertThat(chain.verify()).contains("result: intact");
        assertThat(chain.ask(Long.class, """
                SELECT count(*) FROM audit_logs l JOIN audit_seals s
                    ON l.position >= s.from_position AND l.position < s.to_position
                 WHERE l.action = 'test.happened'
                """)).isOne();
    }

    /** Longer than the sealer does. */
    private static void sleep() {
        try {
            Thread.sleep(150);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void whileNobodyCanSealTheAdminPortSaysSo(Chain chain) {
        try (Handle handle = chain.database.jdbi().open()) {
            handle.execute("SELECT pg_advisory_lock(?)", LOCK_OF_THE_SEALER);
            chain.signIn();
            JarProcess.await("an alarm", () -> !isHealthy(chain));
            JarProcess.await("a lag", () -> chain.integrity().at("/lag/seconds").asLong() > 0);
            assertThat(chain.replica.api().get("/health/ready").status()).isEqualTo(200);
            handle.execute("SELECT pg_advisory_unlock(?)", LOCK_OF_THE_SEALER);
        }
        JarProcess.await("the end of the alarm", () -> isHealthy(chain));
    }

    private static void aChainThatWasCutIsNotContinued(Chain chain) {
        JarProcess.await("the last seal", () -> sealed(chain));
        chain.tamper("DELETE FROM audit_seals WHERE no = (SELECT max(no) FROM audit_seals)");
        long seals = chain.ask(Long.class, "SELECT max(no) FROM audit_seals");

        JarProcess.await("an alarm", () -> !isHealthy(chain));

        assertThat(chain.ask(Long.class, "SELECT max(no) FROM audit_seals")).isEqualTo(seals);
        assertThat(chain.verify()).contains("result: broken", "while this process ran");
    }

    private static boolean sealed(Chain chain) {
        return chain.integrity().at("/lag/rows").asLong() == 0;
    }

    private static boolean isHealthy(Chain chain) {
        return chain.replica
                .admin()
                .get("/healthcheck")
                .json()
                .at("/audit/healthy")
                .asBoolean();
    }
}
