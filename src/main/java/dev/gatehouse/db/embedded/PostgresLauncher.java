package dev.gatehouse.db.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Starts the server by pg_ctl, as often as what stands in the way may go by itself. */
final class PostgresLauncher {
    /** How long children of a killed server may take to notice and end. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int PORTS_TRIED = 5;

    private final PostgresBinaries binaries;
    private final RunAs runAs;
    private final Path cluster;
    private final LogFile log;
    private final Port ports;

    PostgresLauncher(PostgresBinaries binaries, RunAs runAs, Path cluster, Port ports) {
        this.binaries = binaries;
        this.runAs = runAs;
        this.cluster = cluster;
        this.log = new LogFile(cluster.getParent());
        this.ports = ports;
    }

    PostgresProcess launch(String fingerprint) {
        log.prepare(runAs);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int portsTried = 1; ; ) {
            int port = ports.choose();
            long offset = log.size();
            Command started = Command.run(cluster.getParent(), pgCtl(port, fingerprint));
            if (started.succeeded()) {
                ports.remember(port);
                return PostgresProcess.find(cluster).orElseThrow(() -> failure(offset, started));
            }
            String said = log.since(offset).toLowerCase(Locale.ROOT);
            if (said.contains("address already in use") && (ports.isFixed() || portsTried++ >= PORTS_TRIED)) {
                throw new EmbeddedPostgresException(
                        "Port %d on 127.0.0.1, meant for the database, is taken by another program.".formatted(port));
            }
            boolean mayPass = said.contains("address already in use") || said.contains("still in use");
            if (!mayPass || System.nanoTime() > end) {
                throw failure(offset, started);
            }
            Pause.millis(100);
        }
    }

    /**
     * pg_ctl gives the server a session of its own: Ctrl-C in the terminal must not reach it before Gatehouse has
     * drained. The options stand on the command line because that is where a later start recognises the server.
     */
    private List<String> pgCtl(int port, String fingerprint) {
        return runAs.command(
                binaries.program("pg_ctl").toString(),
                "start",
                "--wait",
                "--timeout=600",
                "--silent",
                "--pgdata=" + cluster,
                "--log=" + log.path(),
                "--options=-c port=%d -c gatehouse.fingerprint=%s".formatted(port, fingerprint));
    }

    private EmbeddedPostgresException failure(long offset, Command started) {
        String said = log.since(offset) + "\n" + started.output();
        if (said.contains("No space left on device")) {
            return new EmbeddedPostgresException("The disk of %s is full, PostgreSQL cannot start.".formatted(cluster));
        }
        return new EmbeddedPostgresException(
                "PostgreSQL did not start; the end of %s:%n%s".formatted(log.path(), LogFile.lastLines(said)));
    }
}
