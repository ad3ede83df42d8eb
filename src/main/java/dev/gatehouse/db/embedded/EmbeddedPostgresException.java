package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Says in one sentence, meant for the person at the terminal, why the embedded PostgreSQL cannot be used. */
public final class EmbeddedPostgresException extends RuntimeException {
    public EmbeddedPostgresException(String message) {
        super(message);
    }

    public EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }

    /** File errors name the file alone ("/data/x"); this adds what was tried and what went wrong. */
    static EmbeddedPostgresException of(String tried, IOException cause) {
        return new EmbeddedPostgresException("%s: %s.".formatted(tried, reason(cause)), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (cause instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is in the way";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason() + " (" + file.getFile() + ")";
        }
        return String.valueOf(cause.getMessage());
    }
}
