package dev.gatehouse.db.embedded;

import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL that {@code database: {type: embedded}} brings along: a real server, for data people keep. */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Pattern UNQUOTABLE = Pattern.compile("[\"$`\\\\\\n\\r]");
    private static final Duration OWNER_PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Supplier<RunningServer> again;
    private final Schedule watch;
    private volatile RunningServer server;
    /** Null for who only joined, and once closed. */
    private FolderLock lock;

    private EmbeddedPostgres(RunningServer server, FolderLock lock, Supplier<RunningServer> again) {
        this.server = server;
        this.lock = lock;
        this.again = again;
        this.watch = new Schedule("postgres-watch")
                .every("start PostgreSQL again", LOOK_EVERY, LOOK_EVERY, this::startAgainIfEnded);
    }

    /**
     * Starts the server of the folder, or takes over the one a killed Gatehouse left running, and owns it until closed.
     *
     * @throws EmbeddedPostgresException when another Gatehouse owns the folder, or the server cannot run
     */
    public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
        return start(config, EnumSet.allOf(RunAs.Way.class));
    }

    static EmbeddedPostgres start(EmbeddedPostgresConfig config, Set<RunAs.Way> ways) {
        Path folder = openFolder(config.folder());
        FolderLock lock = FolderLock.tryOwn(folder)
                .orElseThrow(() -> new EmbeddedPostgresException("The database folder %s is already in use (by %s)."
                        .formatted(folder, FolderLock.holder(folder))));
        return own(config, folder, lock, ways);
    }

    /**
     * For commands: joins the server of a running Gatehouse, which {@link #close()} then leaves alone, or starts it.
     *
     * @throws EmbeddedPostgresException when the server cannot run, or its owner does not get it ready in a minute
     */
    public static EmbeddedPostgres join(EmbeddedPostgresConfig config) {
        Path folder = openFolder(config.folder());
        long end = System.nanoTime() + OWNER_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<FolderLock> lock = FolderLock.tryOwn(folder);
            if (lock.isPresent()) {
                return own(config, folder, lock.get(), EnumSet.allOf(RunAs.Way.class));
            }
            Optional<RunningServer> server = RunningServer.find(folder);
            if (server.isPresent()) {
                server.get().login().makeDatabaseIfMissing();
                return new EmbeddedPostgres(server.get(), null, server::get);
            }
            // Its owner is just starting or stopping.
            Pause.millis(100);
        }
        throw new EmbeddedPostgresException("The database in %s is in use (by %s) but does not become ready."
                .formatted(folder, FolderLock.holder(folder)));
    }

    public String jdbcUrl() {
        return server.login().url();
    }

    public String user() {
        return PostgresLogin.USER;
    }

    public Secret password() {
        return server.login().password();
    }

    public long pid() {
        return server.process().pid();
    }

    /** From now on a server that ends by itself, as on a full disk, is started again as soon as that is possible. */
    public EmbeddedPostgres keepRunning() {
        watch.start();
        return this;
    }

    private synchronized void startAgainIfEnded() {
        if (lock != null && !server.process().lives()) {
            LOG.warn("PostgreSQL (pid {}) has ended by itself", pid());
            server = again.get();
        }
    }

    /** Stops the server if this one owns it; a second call does nothing. */
    @Override
    public void close() {
        try {
            watch.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
    }

    private synchronized void stop() {
        if (lock == null) {
            return;
        }
        FolderLock held = lock;
        lock = null;
        try {
            server.process().stop();
            LOG.info("PostgreSQL (pid {}) stopped", pid());
        } finally {
            held.close();
        }
    }

    private static EmbeddedPostgres own(
            EmbeddedPostgresConfig config, Path folder, FolderLock lock, Set<RunAs.Way> ways) {
        EmbeddedPostgres postgres = null;
        try {
            RunningServer server = RunningServer.bringUp(config, folder, ways);
            // Those who connect know the port.
            EmbeddedPostgresConfig same = config.at(server.login().port());
            postgres = new EmbeddedPostgres(server, lock, () -> RunningServer.bringUp(same, folder, ways));
            return postgres;
        } finally {
            if (postgres == null) {
                lock.close();
            }
        }
    }

    private static Path openFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            if (Files.isWritable(folder)) {
                // The server's account walks through it to the cluster; nobody else needs to list it.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            }
            Path real = folder.toRealPath();
            if (UNQUOTABLE.matcher(real.toString()).find()) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL cannot live in %s: its own start goes through a shell, so the path must not contain any of \" $ ` \\ or a line break."
                                .formatted(real));
            }
            return real;
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The database folder %s cannot be used".formatted(folder), e);
        }
    }
}
