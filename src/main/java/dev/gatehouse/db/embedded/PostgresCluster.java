package dev.gatehouse.db.embedded;

import dev.gatehouse.kernel.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder: made once by initdb, refused when another major version of PostgreSQL made it. */
final class PostgresCluster {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    /** LC_CTYPE, best first: with plain C pg_trgm forgets every letter outside ASCII. macOS calls it UTF-8. */
    private static final List<String> LETTERS = List.of("C.UTF-8", "UTF-8", "C");

    private final PostgresBinaries binaries;
    private final RunAs runAs;
    private final Path path;

    PostgresCluster(Path path, PostgresBinaries binaries, RunAs runAs) {
        this.path = path;
        this.binaries = binaries;
        this.runAs = runAs;
    }

    static boolean existsAt(Path path) {
        return Files.exists(path.resolve("PG_VERSION"));
    }

    Path path() {
        return path;
    }

    void makeIfMissing(Secret password) {
        try {
            Tree.deleteLeftovers(path.getParent(), "init-*");
            if (existsAt(path)) {
                checkVersion();
            } else {
                make(password);
            }
        } catch (DirectoryNotEmptyException e) {
            throw new EmbeddedPostgresException(
                    "%s holds files but no PostgreSQL database: move them away.".formatted(path), e);
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The database cannot be created in " + path, e);
        }
    }

    /** Writes the settings and gives all files to the account that will run the server; none may be running. */
    void prepare(PostgresSettings settings) {
        try {
            PostmasterFile.forgetPid(path);
            ServerFile.write(path.resolve("postgresql.conf"), settings.text());
            ServerFile.write(path.resolve("pg_hba.conf"), PostgresSettings.HBA);
            runAs.own(path);
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The database folder cannot be made ready", e);
        }
    }

    private void checkVersion() throws IOException {
        String made = Files.readString(path.resolve("PG_VERSION")).strip();
        if (!made.equals(Integer.toString(binaries.major()))) {
            throw new EmbeddedPostgresException(
                    ("The database in %s was made by PostgreSQL %s and this build brings %s: write a backup with the"
                                    + " Gatehouse that made it, move the folder away and restore the backup with this one.")
                            .formatted(path, made, binaries.version()));
        }
    }

    private void make(Secret password) throws IOException {
        LOG.info("Creating the database in {}", path);
        // An empty folder in its place is a freshly mounted volume or a person's preparation.
        Files.deleteIfExists(path);
        Path init = Files.createDirectory(path.resolveSibling("init-" + System.nanoTime()));
        PasswordFile.write(init.resolve("password"), password);
        runAs.own(init);
        // Renamed when complete: PG_VERSION is among the first files of initdb, so it would not tell a half-made one.
        Path made = init.resolve("cluster");
        initdb(made, init.resolve("password"));
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        force(path.getParent());
        Tree.delete(init);
    }

    private void initdb(Path made, Path passwordFile) {
        Command last = null;
        for (String letters : LETTERS) {
            last = Command.run(path.getParent(), initdbCommand(made, passwordFile, letters));
            if (last.succeeded()) {
                return;
            }
            if (!last.output().contains("invalid locale")) {
                break;
            }
        }
        String said = last == null ? "" : last.output();
        throw new EmbeddedPostgresException(
                said.contains("No space left on device")
                        ? "The disk of %s is full, the database cannot be created.".formatted(path)
                        : "PostgreSQL could not create the database in %s:%n%s"
                                .formatted(path, LogFile.lastLines(said)));
    }

    private List<String> initdbCommand(Path made, Path passwordFile, String letters) {
        List<String> sorting =
                binaries.major() >= 17 ? List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8") : List.of();
        // Stretching protects guessable passwords. This one is 256 random bits, and stretching it for every connection
        // of the pool is half a second of CPU at each start.
        List<String> stretching = binaries.major() >= 16 ? List.of("--set=scram_iterations=1") : List.of();
        List<String> common = runAs.command(
                binaries.program("initdb").toString(),
                "--pgdata=" + made,
                "--username=" + PostgresLogin.USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--lc-ctype=" + letters,
                "--data-checksums");
        return Stream.of(common, sorting, stretching).flatMap(List::stream).toList();
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
