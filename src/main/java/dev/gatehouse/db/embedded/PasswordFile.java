package dev.gatehouse.db.embedded;

import dev.gatehouse.kernel.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** The server's password: made once, readable by its owner alone. */
final class PasswordFile {
    private static final int BYTES = 24;

    private PasswordFile() {}

    static Secret read(Path folder) {
        Path file = file(folder);
        try {
            return Secret.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The password of the embedded database cannot be read", e);
        }
    }

    /** On disk before the cluster that needs it. */
    static Secret readOrMake(Path folder, boolean clusterExists) {
        if (!Files.exists(file(folder))) {
            if (clusterExists) {
                throw new EmbeddedPostgresException(
                        "%s is missing although the database beside it needs it: restore it from your backup."
                                .formatted(file(folder)));
            }
            make(folder);
        }
        return read(folder);
    }

    /** A new file only the owner can read, forced to disk. */
    static void write(Path file, Secret password) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(password.reveal().getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    private static void make(Path folder) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path half = folder.resolve("password.new");
        try {
            Files.deleteIfExists(half);
            write(half, Secret.of(HexFormat.of().formatHex(random)));
            Files.move(half, file(folder), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The password of the embedded database cannot be written", e);
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("password");
    }
}
