package dev.gatehouse.files;

import dev.gatehouse.files.blobs.StorageFailure;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    private final Blocks blocks = new Blocks();

    /** @param folder made if it is not there; on the disk of the store, if that is one */
    Staging(Path folder, long maximumBytes) {
        this.folder = folder;
        this.maximumBytes = maximumBytes;
    }

    Draft begin() {
        try {
            Files.createDirectories(folder);
            return new Draft(folder.resolve(UUID.randomUUID() + ".part"), blocks, maximumBytes);
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
        private final FileChannel file;
        private final Blocks blocks;
        private final long maximumBytes;
        private final MessageDigest digest = Sha256.digest();
        private ByteBuffer block;
        private long size;

        private Draft(Path path, Blocks blocks, long maximumBytes) throws IOException {
            this.path = path;
            this.blocks = blocks;
            this.maximumBytes = maximumBytes;
            this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            this.block = blocks.take();
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
            for (int done = 0; done < length; ) {
                int fits = Math.min(block.remaining(), length - done);
                block.put(bytes, offset + done, fits);
                done += fits;
                if (!block.hasRemaining()) {
                    writeBlock();
                }
            }
        }

        private void writeBlock() {
            block.flip();
            try {
                while (block.hasRemaining()) {
                    file.write(block);
                }
            } catch (IOException e) {
                throw new StorageFailure("Cannot write to " + path.getParent(), e);
            }
            block.clear();
        }

        /** Nothing more comes. */
        void finish() {
            writeBlock();
            giveBlockBack();
            try {
                file.close();
            } catch (IOException e) {
                throw new StorageFailure("Cannot write to " + path.getParent(), e);
            }
        }

        private void giveBlockBack() {
            if (block != null) {
                blocks.giveBack(block);
                block = null;
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
            giveBlockBack();
            try (file) {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
