package dev.gatehouse.search;

import java.util.Optional;
import java.util.UUID;

/** Where the bytes of a document come from. */
public interface DocumentBytes {
    /** A document whose bytes may be read. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Document(String contentType, byte[] bytes) {}

    /**
     * @return empty if the file is gone, or may not be read by anybody
     * @throws dev.gatehouse.kernel.Refusal or another exception if its bytes cannot be had at the moment
     */
    Optional<Document> open(UUID fileId);
}
