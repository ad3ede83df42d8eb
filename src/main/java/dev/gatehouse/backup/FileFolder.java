package dev.gatehouse.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder whose files belong to rows of the database. Each is written before its row and never changed, so a copy made
 * after the rows were read has them all, but for those that were deleted meanwhile.
 *
 * @param name in the backup
 */
public record FileFolder(String name, Path path) {
    /** Relative names of what lies in it now. */
    List<String> list() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> path.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
