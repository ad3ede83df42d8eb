package dev.gatehouse.files;

import java.util.Set;

/**
 * Says whose bytes may be handed out: those that the scanner had nothing against, and where nobody has to wait for one
 * also those that were never scanned.
 */
record Quarantine(boolean scanRequired) {
    static final String PENDING = "pending";
    static final String CLEAN = "clean";
    static final String NOT_SCANNED = "not_scanned";

    private static final Set<String> HARMLESS = Set.of(CLEAN);
    private static final Set<String> NOT_KNOWN_TO_HARM = Set.of(CLEAN, NOT_SCANNED);

    boolean holds(Bytes file) {
        return file.blobKey() == null || !(scanRequired ? HARMLESS : NOT_KNOWN_TO_HARM).contains(file.scanStatus());
    }
}
