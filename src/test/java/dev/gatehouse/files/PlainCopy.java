package dev.gatehouse.files;

import dev.gatehouse.testing.AtOnce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * What a file system takes for keeping files when nobody receives, hashes, inspects or records them: the kernel copies
 * them out of the page cache, as many at a time as there are uploads.
 */
final class PlainCopy {
    private final Path source;
    private final Path folder;

    PlainCopy(Path source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    /** As safe as an upload that was acknowledged: the bytes are on the disk, then the name, then that of its folder. */
    void durable(int files) {
        AtOnce.all(files, i -> {
            try {
                Path part = folder.resolve(i + ".part");
                copy(part, true);
                Files.move(part, folder.resolve(i + ".copy"), StandardCopyOption.ATOMIC_MOVE);
                sync(folder);
                return i;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** As {@code cp} does it: gone if the power is. */
    void intoThePageCache(int files) {
        AtOnce.all(files, i -> {
            try {
                copy(folder.resolve(i + ".copy"), false);
                return i;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void remove(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Files.delete(folder.resolve(i + ".copy"));
        }
    }

    private void copy(Path target, boolean synced) throws IOException {
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel out =
                        FileChannel.open(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            long size = in.size();
            for (long copied = 0; copied < size; ) {
                copied += in.transferTo(copied, size - copied, out);
            }
            if (synced) {
                out.force(true);
            }
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
