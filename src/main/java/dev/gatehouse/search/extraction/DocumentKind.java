package dev.gatehouse.search.extraction;

import java.util.Optional;

/** The formats whose text can be read. */
public enum DocumentKind {
    PDF("application/pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    TEXT("text/plain"),
    MARKDOWN("text/markdown");

    private final String contentType;

    DocumentKind(String contentType) {
        this.contentType = contentType;
    }

    public static Optional<DocumentKind> of(String contentType) {
        for (DocumentKind kind : values()) {
            if (contentType.equals(kind.contentType) || contentType.startsWith(kind.contentType + ";")) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether reading it takes a parser that hostile input could keep busy, or fill the memory of. */
    boolean needsProcess() {
        return this == PDF || this == DOCX;
    }
}
