package dev.gatehouse.files.inspection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Decides whether a file is what its name says, and whether it can be opened without danger. Never extracts anything to
 * disk, and reads the file where it lies: the heap holds a buffer or two, however large the file is and whatever is
 * hidden in it.
 */
public final class Inspection {
    private final InspectionLimits limits;

    public Inspection(InspectionLimits limits) {
        this.limits = limits;
    }

    /** Before any of its bytes have arrived. */
    public Optional<Finding> objectionToName(String extension) {
        return FileType.of(extension).isPresent()
                ? Optional.empty()
                : Optional.of(Finding.wrongType(
                        "unsupported_file_type", "Files of these types are taken: " + FileType.all() + "."));
    }

    /**
     * When all of them are there.
     *
     * @param extension one that there was no objection to
     */
    public Optional<Finding> objectionTo(String extension, Path file) {
        FileType type = FileType.of(extension).orElseThrow();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                return Optional.of(Finding.notAcceptable("file_empty", "The file is empty."));
            }
            check(type, channel.map(MapMode.READ_ONLY, 0, channel.size()));
            return Optional.empty();
        } catch (Objection e) {
            return Optional.of(e.finding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(FileType type, ByteBuffer content) throws Objection {
        Budget budget = new Budget(limits.inflatedBytes());
        switch (type) {
            case PDF -> new PdfCheck(content, budget).check();
            case DOCX -> new DocxCheck(content, limits.entries(), budget).check();
            case TXT, MD -> TextCheck.check(type, content);
        }
    }

    /** What the content is, once there is no objection. */
    public String contentType(String extension) {
        return FileType.of(extension).orElseThrow().contentType();
    }
}
