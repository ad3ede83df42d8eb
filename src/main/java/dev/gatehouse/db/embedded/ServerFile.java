package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A text file in the cluster, where the server's account may put what it likes: root never follows a link there, which
 * could lead to /etc.
 */
final class ServerFile {
    private ServerFile() {}

    static String read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Replaces the file, or a link in its place, as a whole. */
    static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.writeString(next, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
