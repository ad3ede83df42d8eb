package dev.gatehouse.files;

import dev.gatehouse.files.blobs.StorageFailure;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;

/** Where an upload waits until it is known to be whole and harmless. What a crash leaves here is swept away. */
final class Staging {
    private final Path folder;
    private final long maximumBytes;

    /** @param folder made if it is not there; on the disk of the store, if that is one */
    Staging(Path folder, long maximumBytes) {
        this.folder = folder;
        this.maximumBytes = maximumBytes;
    }

    Draft begin() {
        try {
            Files.createDirectories(folder);
            return new Draft(folder.resolve(UUID.randomUUID() + ".part"), maximumBytes);
        } catch (IOException e) {
            throw new StorageFailure("Cannot write to " + folder, e);
        }
    }

    /** Removes what nobody has written to since then; @return how many that were */
    int sweep(Instant before) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        int swept = 0;
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, "*.part")) {
            for (Path draft : drafts) {
                if (Files.exists(draft)
                        && Files.getLastModifiedTime(draft).toInstant().isBefore(before)
                        && Files.deleteIfExists(draft)) {
                    swept++;
                }
            }
            return swept;
        } catch (IOException e) {
            throw new StorageFailure("Cannot sweep " + folder, e);
        }
    }

    /** A file that is being received. Gone when closed, unless the store took it over. */
    static final class Draft extends OutputStream {
        private final Path path;
        private final OutputStream out;
        private final long maximumBytes;
        private final MessageDigest digest = Sha256.digest();
        private long size;

        private Draft(Path path, long maximumBytes) throws IOException {
            this.path = path;
            this.maximumBytes = maximumBytes;
            this.out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        /** @throws Refusal {@code file_too_large} (413) at the first byte beyond the limit */
        @Override
        public void write(byte[] bytes, int offset, int length) {
            size += length;
            if (size > maximumBytes) {
                throw Refusal.tooLarge("file_too_large", "A file may have at most " + maximumBytes + " bytes.");
            }
            digest.update(bytes, offset, length);
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new StorageFailure("Cannot write to " + path.getParent(), e);
            }
        }

        /** Nothing more comes. */
        void finish() {
            try {
                out.close();
            } catch (IOException e) {
                throw new StorageFailure("Cannot write to " + path.getParent(), e);
            }
        }

        Path path() {
            return path;
        }

        long size() {
            return size;
        }

        /** Of everything written; to be asked once. */
        byte[] sha256() {
            return digest.digest();
        }

        @Override
        public void close() {
            try (out) {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
