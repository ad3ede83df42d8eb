package dev.gatehouse.files.blobs;

import java.util.Optional;

/**
 * The store that new bytes go to, and the one that they went to before, which is read until everything has been moved.
 *
 * @param former {@code null} for none
 */
public record BlobStores(BlobStore current, BlobStore former) {
    public BlobStores {
        if (former != null && former.name().equals(current.name())) {
            throw new IllegalArgumentException("files.former: must be a store of another type than files");
        }
    }

    /** @throws StorageFailure if the configuration does not name this store any more */
    public BlobStore named(String name) {
        if (current.name().equals(name)) {
            return current;
        }
        if (former != null && former.name().equals(name)) {
            return former;
        }
        throw new StorageFailure("Bytes lie in a store of the type " + name + ", which is not configured", null);
    }

    public Optional<BlobStore> formerStore() {
        return Optional.ofNullable(former);
    }
}
