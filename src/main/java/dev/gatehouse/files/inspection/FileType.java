package dev.gatehouse.files.inspection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of files that are taken. */
enum FileType {
    PDF("application/pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    TXT("text/plain; charset=utf-8"),
    MD("text/markdown; charset=utf-8");

    private final String contentType;

    FileType(String contentType) {
        this.contentType = contentType;
    }

    static Optional<FileType> of(String extension) {
        return Arrays.stream(values())
                .filter(type -> type.extension().equals(extension))
                .findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(type -> "." + type.extension()).collect(Collectors.joining(", "));
    }

    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return contentType;
    }
}
