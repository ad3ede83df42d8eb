package dev.gatehouse.db.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A living server of one cluster: recognised beyond doubt, waited for, stopped. */
final class PostgresProcess {
    /** Fast: connections are cut, what is committed is kept, a checkpoint is written. */
    private static final String FAST = "INT";
    /** Immediate: as after a crash, the next start recovers. */
    private static final String IMMEDIATE = "QUIT";

    private static final Duration FAST_PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);
    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);

    private final Path cluster;
    private final long pid;

    private PostgresProcess(Path cluster, long pid) {
        this.cluster = cluster;
        this.pid = pid;
    }

    static Optional<PostgresProcess> find(Path cluster) {
        return PostmasterFile.read(cluster)
                .map(file -> new PostgresProcess(cluster, file.pid()))
                .filter(PostgresProcess::lives);
    }

    long pid() {
        return pid;
    }

    /** Empty until it takes connections. */
    Optional<Integer> port() {
        return PostmasterFile.read(cluster)
                .filter(file -> file.pid() == pid && file.ready())
                .map(PostmasterFile::port);
    }

    /**
     * The pid may have been given to somebody else since it was written down: only a postgres started on this very
     * folder counts. A dead process nobody has waited for (a zombie) has no arguments left and does not count either.
     */
    boolean lives() {
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .filter(info -> info.command()
                        .map(command -> command.contains("postgres"))
                        .orElse(true))
                .flatMap(ProcessHandle.Info::arguments)
                .map(Arrays::asList)
                .filter(this::startedHere)
                .isPresent();
    }

    /** False when it ended, or is still busy recovering after a long while. */
    boolean becomesReady() {
        await(READY_PATIENCE, () -> port().isPresent() || !lives());
        return port().isPresent();
    }

    void stop() {
        if (signalled(FAST, FAST_PATIENCE)) {
            return;
        }
        LOG.warn("PostgreSQL (pid {}) did not stop in {} s and is stopped at once", pid, FAST_PATIENCE.toSeconds());
        if (!signalled(IMMEDIATE, IMMEDIATE_PATIENCE)) {
            throw new EmbeddedPostgresException("PostgreSQL (pid %d) could not be stopped.".formatted(pid));
        }
    }

    private boolean startedHere(List<String> arguments) {
        int data = arguments.indexOf("-D");
        return data >= 0
                && data + 1 < arguments.size()
                && arguments.get(data + 1).equals(cluster.toString());
    }

    /** By the shell's own kill rather than pg_ctl: root may signal whichever account the server runs under. */
    private boolean signalled(String signal, Duration patience) {
        if (lives()) {
            Command kill = Command.run(cluster.getParent(), List.of("sh", "-c", "kill -%s %d".formatted(signal, pid)));
            if (!kill.succeeded() && lives()) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL (pid %d) could not be stopped: %s.".formatted(pid, kill.output()));
            }
        }
        return await(patience, () -> !lives());
    }

    private static boolean await(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Pause.millis(20);
        }
        return true;
    }
}
