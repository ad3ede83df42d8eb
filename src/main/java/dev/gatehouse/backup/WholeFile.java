package dev.gatehouse.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that appears under its name only once all of it is on disk; whoever is killed before leaves a {@code .partial}. */
final class WholeFile implements AutoCloseable {
    static final String PARTIAL = ".partial";

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Path partial;
    private final FileChannel channel;
    private final OutputStream out;

    private WholeFile(Path file, Path partial, FileChannel channel) {
        this.file = file;
        this.partial = partial;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    static WholeFile create(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        if (Files.exists(target)) {
            throw new BackupException(file + " exists already; a backup never replaces another file.");
        }
        Files.createDirectories(target.getParent());
        // Beside its later name, since only there it can be renamed; readable by its owner only, since it holds
        // everything.
        Path partial = Files.createTempFile(
                target.getParent(),
                "." + target.getFileName() + ".",
                PARTIAL,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new WholeFile(target, partial, FileChannel.open(partial, StandardOpenOption.WRITE));
    }

    OutputStream out() {
        return out;
    }

    /** Gives it its name. */
    void complete() throws IOException {
        out.flush();
        channel.force(true);
        channel.close();
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Leaves nothing behind unless it was completed. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(partial);
    }
}
