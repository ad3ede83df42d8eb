package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Database folders for tests, made quickly: the programs are unpacked and the cluster is created only once. */
final class DatabaseFolders {
    private final Path root;
    private final Path template;
    private int made;

    private DatabaseFolders(Path root, Path template) {
        this.root = root;
        this.template = template;
    }

    static DatabaseFolders in(Path root) throws IOException {
        // Other accounts (root's servant) must get through.
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path template = root.resolve("template");
        EmbeddedPostgres.start(config(template)).close();
        return new DatabaseFolders(root, template);
    }

    static EmbeddedPostgresConfig config(Path folder) {
        return new EmbeddedPostgresConfig(folder, 0, Map.of());
    }

    Path template() {
        return template;
    }

    /** Has the programs, but no cluster. */
    Path empty() throws IOException {
        Path folder = Files.createDirectory(root.resolve("db" + ++made));
        for (Path binaries : Tree.named(template, "bin-*")) {
            Files.createSymbolicLink(folder.resolve(binaries.getFileName()), binaries);
        }
        return folder;
    }

    /** Has been started and stopped before. */
    Path used() throws IOException {
        Path folder = empty();
        for (String part : List.of("cluster", "password")) {
            Command copied = Command.run(
                    root,
                    List.of(
                            "cp",
                            "-a",
                            template.resolve(part).toString(),
                            folder.resolve(part).toString()));
            if (!copied.succeeded()) {
                throw new IOException(copied.output());
            }
        }
        return folder;
    }
}
