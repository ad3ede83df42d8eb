package dev.gatehouse.files.blobs;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Where the bytes of files lie, each under a random key that no client ever names. Whole or not at all: what can be
 * opened was put completely. Everything throws {@link StorageFailure} if the store cannot be reached.
 */
public interface BlobStore {
    /** Something that lies in the store. */
    record Stored(UUID key, long size) {}

    /** How rows name the store. */
    String name();

    /** Where the bytes go, in words for the log of the start. */
    String place();

    /**
     * Takes a whole file over. When it returns the bytes survive a crash; the staged file may be gone.
     *
     * @param staged on this machine; nobody writes into it any more
     */
    void put(UUID key, Path staged);

    /**
     * Opens a stretch of what was put.
     *
     * @param length at the most so many bytes come
     * @throws MissingBytes if nothing lies under the key
     */
    InputStream open(UUID key, long offset, long length);

    /** The size of what lies under the key; empty if nothing does. */
    OptionalLong size(UUID key);

    /** Removes it; nothing under the key is fine. */
    void delete(UUID key);

    /** Shows everything that lies in the store, in no particular order. */
    void each(Consumer<Stored> visitor);

    /** Whether it can be written to; throws if not. */
    void check();

    /** Bytes that still fit; empty where nobody knows. */
    OptionalLong freeSpace();
}
