package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.db.EmbeddedDatabaseConfig;
import dev.gatehouse.files.DiskFilesConfig;
import dev.gatehouse.mail.FolderMailConfig;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks at the places on disk that the configuration names: is there room, and may we write. */
final class Folders {
    private static final long GIBIBYTE = 1L << 30;
    private static final long TOO_LITTLE = 100L << 20;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);

    private final GatehouseConfiguration config;

    Folders(GatehouseConfiguration config) {
        this.config = config;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> found = new ArrayList<>();
        places().forEach((name, folder) -> found.add(space(name + " folder", folder)));
        if (config.masterKey() == null) {
            found.add(keyFile(config.masterKeyFile()));
        }
        return found;
    }

    private Map<String, Path> places() {
        Map<String, Path> places = new LinkedHashMap<>();
        if (config.database() instanceof EmbeddedDatabaseConfig embedded) {
            places.put("database", embedded.folder());
        }
        if (config.mail() instanceof FolderMailConfig mail) {
            places.put("mail", mail.folder());
        }
        if (config.files() instanceof DiskFilesConfig files) {
            places.put("files", files.folder());
        }
        if (config.backup().enabled()) {
            places.put("backup", config.backup().folder());
        }
        return places;
    }

    private static Diagnosis space(String name, Path folder) {
        try {
            Path there = firstThatExists(folder);
            if (!Files.isWritable(there)) {
                return Diagnosis.failure(name, there + " cannot be written to");
            }
            FileStore store = Files.getFileStore(there);
            long free = store.getUsableSpace();
            String text = String.format(Locale.ROOT, "%.1f GiB free for %s", (double) free / GIBIBYTE, folder);
            if (free < TOO_LITTLE) {
                return Diagnosis.failure(name, text);
            }
            return free < GIBIBYTE || free < store.getTotalSpace() / 10
                    ? Diagnosis.warning(name, text)
                    : Diagnosis.ok(name, text);
        } catch (IOException e) {
            return Diagnosis.failure(name, folder + " cannot be looked at: " + e.getMessage());
        }
    }

    private static Diagnosis keyFile(Path file) {
        if (!Files.exists(file)) {
            return Diagnosis.warning("master key", "the first start will make one in " + file);
        }
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)
                    ? Diagnosis.failure("master key", file + " can be read by others than its owner")
                    : Diagnosis.ok("master key", file.toString());
        } catch (IOException e) {
            return Diagnosis.failure("master key", file + " cannot be looked at: " + e.getMessage());
        }
    }

    private static Path firstThatExists(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
