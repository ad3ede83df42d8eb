package dev.gatehouse.files.inspection;

import java.nio.file.Path;
import java.util.Optional;

/** Decides whether a file is what its name says, and whether it can be opened without danger. */
public final class Inspection {
    /** Before any of its bytes have arrived. */
    public Optional<Finding> objectionToName(String extension) {
        return FileType.of(extension).isPresent()
                ? Optional.empty()
                : Optional.of(Finding.wrongType(
                        "unsupported_file_type", "Files of these types are taken: " + FileType.all() + "."));
    }

    /** When all of them are there. */
    public Optional<Finding> objectionTo(String extension, Path file) {
        return Optional.empty();
    }

    /** What the content is, once there is no objection. */
    public String contentType(String extension) {
        return FileType.of(extension).orElseThrow().contentType();
    }
}
