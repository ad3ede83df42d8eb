package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server, or one that was killed, wrote into {@code postmaster.pid}.
 *
 * @param pid of the server then; by now it may be anybody's
 * @param port 0 while it is not listening yet
 * @param ready whether it takes connections
 */
record PostmasterFile(long pid, int port, boolean ready) {
    /** Above every pid_max, so no process ever has it. */
    private static final String NO_PROCESS = "2147483646";

    static Optional<PostmasterFile> read(Path cluster) {
        try {
            List<String> lines = ServerFile.read(file(cluster)).lines().toList();
            return Optional.of(new PostmasterFile(
                    Long.parseLong(line(lines, 0)),
                    line(lines, 3).isEmpty() ? 0 : Integer.parseInt(line(lines, 3)),
                    line(lines, 7).equals("ready")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            // Just being written, or cut off by a crash.
            return Optional.empty();
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The database folder cannot be read", e);
        }
    }

    /**
     * PostgreSQL takes any living process with the old pid for the old server and refuses to start. The file is kept
     * but for the pid: its shared memory line is how a new server notices children of the old one still at work.
     */
    static void forgetPid(Path cluster) throws IOException {
        Path file = file(cluster);
        if (!Files.exists(file)) {
            return;
        }
        String text = ServerFile.read(file);
        int firstEnd = text.indexOf('\n');
        if (firstEnd < 0) {
            // Cut off by a crash before it said anything.
            Files.delete(file);
            return;
        }
        ServerFile.write(file, NO_PROCESS + text.substring(firstEnd));
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "";
    }

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
