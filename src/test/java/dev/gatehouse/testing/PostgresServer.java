package dev.gatehouse.testing;

import dev.gatehouse.db.embedded.EmbeddedPostgres;
import dev.gatehouse.db.embedded.EmbeddedPostgresConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * A PostgreSQL server of its own that can be stopped, killed, paused and started again at the same port. Unlike that of
 * {@link TestDatabase} it writes to the disk what it acknowledges.
 */
public final class PostgresServer implements AutoCloseable {
    private final Path folder;
    private final EmbeddedPostgresConfig config;
    private EmbeddedPostgres running;

    /** @param folder that is not there yet; deleted in the end */
    public PostgresServer(Path folder) {
        this.folder = folder.toAbsolutePath();
        this.config = new EmbeddedPostgresConfig(this.folder, 0, Map.of("max_connections", "100"));
    }

    /** Comes back when it takes connections. */
    public PostgresServer start() {
        running = EmbeddedPostgres.start(config);
        return this;
    }

    /** As an operator does it: connections are cut, then it ends. */
    public void stop() {
        running.close();
    }

    /** {@code kill -9} of the server and of all that serve a connection. */
    public void kill() {
        ProcessHandle postmaster = process();
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        JarProcess.await("the end of PostgreSQL", () -> !postmaster.isAlive());
        running.close();
    }

    /** Connections stay, new ones are even accepted by the kernel, and nobody answers. */
    public void pause() {
        Signals.pause(process());
    }

    public void resume() {
        Signals.resume(process());
    }

    public String url() {
        return running.jdbcUrl();
    }

    public String user() {
        return running.user();
    }

    public String password() {
        return running.password().reveal();
    }

    /** For looking behind the scenes; not for while it is away. */
    public Jdbi jdbi() {
        return Jdbi.create(url(), user(), password()).installPlugin(new PostgresPlugin());
    }

    private ProcessHandle process() {
        return ProcessHandle.of(running.pid()).orElseThrow();
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
