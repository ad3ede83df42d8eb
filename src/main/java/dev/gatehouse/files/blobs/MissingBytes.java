package dev.gatehouse.files.blobs;

import java.util.UUID;

/** The store works, but what should lie in it does not. */
public final class MissingBytes extends StorageFailure {
    private static final long serialVersionUID = 1L;

    public MissingBytes(UUID key) {
        super("There are no bytes under " + key, null);
    }
}
