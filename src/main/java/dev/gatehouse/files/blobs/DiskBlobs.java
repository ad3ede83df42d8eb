package dev.gatehouse.files.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes in a folder of this machine, or of a volume that all replicas share: {@code blobs/7c/<key>}. The file is
 * written to disk before its name, and the name before anybody hears of it.
 */
public final class DiskBlobs implements BlobStore {
    public static final String NAME = "disk";

    private static final Logger LOGGER = LoggerFactory.getLogger(DiskBlobs.class);

    private final Path folder;

    /** @param folder made if it is not there */
    public DiskBlobs(Path folder) {
        this.folder = folderIn(folder);
    }

    /** Where the bytes are, for whoever copies them. */
    public static Path folderIn(Path folder) {
        return folder.resolve("blobs");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String place() {
        return "the folder " + folder.getParent();
    }

    @Override
    public void put(UUID key, Path staged) {
        Path target = path(key);
        try {
            makeFolder(target.getParent());
            sync(staged);
            try {
                Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (java.nio.file.AtomicMoveNotSupportedException anotherDisk) {
                LOGGER.debug("Staged on another disk", anotherDisk);
                copy(staged, target);
            }
            sync(target.getParent());
        } catch (IOException e) {
            throw new StorageFailure("Cannot write to " + folder, e);
        }
    }

    /** From another disk a name cannot be moved: the bytes come over first, under a name that nobody looks for. */
    private static void copy(Path staged, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.copy(staged, part, StandardCopyOption.REPLACE_EXISTING);
        sync(part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public InputStream open(UUID key, long offset, long length) {
        try {
            FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ);
            channel.position(offset);
            return new Stretch(Channels.newInputStream(channel), length);
        } catch (NoSuchFileException e) {
            throw new MissingBytes(key);
        } catch (IOException e) {
            throw new StorageFailure("Cannot read from " + folder, e);
        }
    }

    @Override
    public OptionalLong size(UUID key) {
        try {
            return OptionalLong.of(Files.size(path(key)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new StorageFailure("Cannot read from " + folder, e);
        }
    }

    @Override
    public void delete(UUID key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new StorageFailure("Cannot delete from " + folder, e);
        }
    }

    @Override
    public void each(Consumer<Stored> visitor) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> shelves = Files.newDirectoryStream(folder, "??")) {
            for (Path shelf : shelves) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(shelf)) {
                    for (Path file : files) {
                        show(file, visitor);
                    }
                }
            }
        } catch (IOException e) {
            throw new StorageFailure("Cannot list " + folder, e);
        }
    }

    private static void show(Path file, Consumer<Stored> visitor) throws IOException {
        try {
            visitor.accept(new Stored(UUID.fromString(file.getFileName().toString()), Files.size(file)));
        } catch (IllegalArgumentException | NoSuchFileException e) {
            LOGGER.debug("Not ours, or gone this moment: {}", file, e);
        }
    }

    @Override
    public void check() {
        Path probe = folder.resolve("probe-" + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            Files.write(probe, new byte[] {1});
            Files.delete(probe);
        } catch (IOException e) {
            throw new StorageFailure("Cannot write to " + folder, e);
        }
    }

    @Override
    public OptionalLong freeSpace() {
        try {
            Files.createDirectories(folder);
            return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            throw new StorageFailure("Cannot look at " + folder, e);
        }
    }

    /** Two hundred and fifty-six shelves: a folder of a million entries is slow to list. */
    private Path path(UUID key) {
        String name = key.toString();
        return folder.resolve(name.substring(name.length() - 2)).resolve(name);
    }

    private void makeFolder(Path shelf) throws IOException {
        if (Files.isDirectory(shelf)) {
            return;
        }
        Files.createDirectories(folder);
        try {
            Files.createDirectory(shelf);
        } catch (FileAlreadyExistsException e) {
            LOGGER.debug("Another upload was faster", e);
        }
        sync(folder);
    }

    private static void sync(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
