package dev.gatehouse.faults;

import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.Load;
import dev.gatehouse.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas under load, and somebody who breaks something and mends it again.
 *
 * @param database for looking behind the scenes once all is mended
 * @param email of an administrator, who signs in by {@code password}
 */
record Scene(List<JarProcess> replicas, Supplier<Jdbi> database, String email, String password) {
    static final Duration CALM = Duration.ofSeconds(3);

    Traffic traffic() {
        return new Traffic(replicas, email, password);
    }

    /** Nobody restarts a replica meanwhile, and none restarts itself. */
    Outcome under(String fault, Ledger ledger, Runnable begin, Duration lasting, Runnable mend) throws Exception {
        List<Long> processes = replicas.stream().map(JarProcess::pid).toList();
        try (Probes probes = new Probes(replicas);
                Load load = traffic().into(ledger).start()) {
            Thread.sleep(CALM.toMillis());
            long begun = System.nanoTime();
            begin.run();
            long mended;
            try {
                Thread.sleep(lasting.toMillis());
            } finally {
                mend.run();
                mended = System.nanoTime();
            }
            Thread.sleep(2 * CALM.toMillis());
            Samples samples = load.stop();
            probes.stop();
            assertThat(replicas).allMatch(JarProcess::isAlive);
            assertThat(replicas).extracting(JarProcess::pid).isEqualTo(processes);
            int lost = ledger.lost(database.get()).size();
            return new Outcome(fault, samples, begun, mended, probes, ledger.size(), lost);
        }
    }
}
