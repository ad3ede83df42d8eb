package dev.gatehouse.config;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The master key of a development machine: made once, readable by its owner only. */
public final class MasterKeyFile {
    private final Path file;

    public MasterKeyFile(Path file) {
        this.file = file;
    }

    /** The key that is configured, or that of this file. */
    public static MasterKey keyOf(GatehouseConfiguration config) {
        return config.masterKey() == null
                ? new MasterKeyFile(config.masterKeyFile()).readOrMake()
                : MasterKey.parse(config.masterKey());
    }

    public MasterKey readOrMake() {
        try {
            if (!Files.exists(file)) {
                make();
            }
            return MasterKey.parse(Secret.of(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("The master key cannot be read from or written to " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " holds no master key: " + e.getMessage(), e);
        }
    }

    /** Whole or not at all: written beside and linked into place, so that two starts agree on one key. */
    private void make() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                "master",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, MasterKey.generate().reveal());
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; its key is as good.
            return;
        } finally {
            Files.delete(fresh);
        }
    }
}
