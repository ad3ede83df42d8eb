package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** What the server writes about itself: {@code postgres.log}, and the one before it. */
final class LogFile {
    private static final long ROTATE_AT = 10L << 20;
    private static final int LINES_SHOWN = 12;

    private final Path path;

    LogFile(Path folder) {
        this.path = folder.resolve("postgres.log");
    }

    Path path() {
        return path;
    }

    /** Turned over between two runs only: a running server holds its file open. */
    void prepare(RunAs runAs) {
        try {
            if (size() > ROTATE_AT) {
                Files.move(path, path.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            runAs.own(path);
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The log of the embedded database cannot be written", e);
        }
    }

    long size() {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    String since(long offset) {
        try (var channel = Files.newByteChannel(path, StandardOpenOption.READ)) {
            channel.position(offset);
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    static String lastLines(String text) {
        List<String> lines = text.strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }
}
