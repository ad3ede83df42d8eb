package dev.gatehouse.db.embedded;

import dev.gatehouse.kernel.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that takes our connections, and the steps by which the owner of a folder comes to it. */
record RunningServer(PostgresProcess process, PostgresLogin login) {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    /** Empty while it is starting or stopping. */
    static Optional<RunningServer> find(Path folder) {
        return PostgresProcess.find(clusterIn(folder)).flatMap(process -> process.port()
                .map(port -> new RunningServer(process, new PostgresLogin(port, PasswordFile.read(folder)))));
    }

    /** The caller holds the folder's lock. */
    static RunningServer bringUp(EmbeddedPostgresConfig config, Path folder, Set<RunAs.Way> ways) {
        Path path = clusterIn(folder);
        RunAs runAs = RunAs.choose(folder, path, ways);
        PostgresBinaries binaries = PostgresBinaries.unpack(folder);
        Secret password = PasswordFile.readOrMake(folder, PostgresCluster.existsAt(path));
        PostgresCluster cluster = new PostgresCluster(path, binaries, runAs);
        cluster.makeIfMissing(password);

        PostgresSettings settings = new PostgresSettings(binaries, config.settings());
        Port port = new Port(folder, config.port());
        Optional<PostgresProcess> orphan = PostgresProcess.find(path);
        Optional<RunningServer> adopted =
                orphan.flatMap(process -> adopt(process, path, port, password, settings.fingerprint()));
        RunningServer server = adopted.orElseGet(() -> {
            orphan.ifPresent(PostgresProcess::stop);
            cluster.prepare(settings);
            PostgresLauncher launcher = new PostgresLauncher(binaries, runAs, path, port);
            return opened(launcher.launch(settings.fingerprint()), password);
        });
        binaries.deleteOthers();
        LOG.info(
                "PostgreSQL {} {} at {} (pid {})",
                binaries.version(),
                adopted.isPresent() ? "was still running" : "started",
                server.login().url(),
                server.process().pid());
        return server;
    }

    /** Only the server we would start ourselves: same programs, same settings, same port, our password. */
    private static Optional<RunningServer> adopt(
            PostgresProcess process, Path cluster, Port port, Secret password, String fingerprint) {
        if (!process.becomesReady()) {
            return Optional.empty();
        }
        return process.port()
                .filter(port::accepts)
                .map(number -> new PostgresLogin(number, password))
                .filter(login -> login.reaches(cluster, fingerprint))
                .map(login -> {
                    login.makeDatabaseIfMissing();
                    return new RunningServer(process, login);
                });
    }

    private static RunningServer opened(PostgresProcess process, Secret password) {
        boolean usable = false;
        try {
            int port = process.port()
                    .orElseThrow(() -> new EmbeddedPostgresException("PostgreSQL ended right after it had started."));
            PostgresLogin login = new PostgresLogin(port, password);
            login.makeDatabaseIfMissing();
            usable = true;
            return new RunningServer(process, login);
        } finally {
            if (!usable) {
                // Nobody would own it.
                process.stop();
            }
        }
    }

    private static Path clusterIn(Path folder) {
        return folder.resolve("cluster");
    }
}
