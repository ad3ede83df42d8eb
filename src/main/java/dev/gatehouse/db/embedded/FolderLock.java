package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The right to start and stop the server of one folder: held by one process, gone with it however it ends. */
final class FolderLock implements AutoCloseable {
    private static final String OWNED_HERE = "dev.gatehouse.db.embedded.owned:";

    private final String key;
    private final FileChannel channel;

    private FolderLock(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Empty when somebody else, in this process or another, has it. */
    static Optional<FolderLock> tryOwn(Path folder) {
        // POSIX drops a process's lock as soon as *any* of its channels on the file is closed, so a second attempt in
        // this JVM must not even open it. System properties are the one table all class loaders share.
        String key = OWNED_HERE + folder;
        if (System.getProperties().putIfAbsent(key, "yes") != null) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean owned = false;
        try {
            channel = FileChannel.open(file(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            owned = lock != null;
            if (!owned) {
                return Optional.empty();
            }
            channel.truncate(0);
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new FolderLock(key, channel));
        } catch (IOException e) {
            owned = false;
            throw EmbeddedPostgresException.of("The database folder %s cannot be used".formatted(folder), e);
        } finally {
            if (!owned) {
                release(channel, key);
            }
        }
    }

    /** For messages only: who seems to have it. */
    static String holder(Path folder) {
        if (System.getProperty(OWNED_HERE + folder) != null) {
            return "this very process";
        }
        try {
            return "another Gatehouse, pid " + Files.readString(file(folder));
        } catch (IOException e) {
            return "another Gatehouse";
        }
    }

    @Override
    public void close() {
        release(channel, key);
    }

    private static void release(FileChannel channel, String key) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("The lock of the database folder cannot be released", e);
        } finally {
            System.getProperties().remove(key);
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("lock");
    }
}
