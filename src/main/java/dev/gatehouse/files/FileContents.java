package dev.gatehouse.files;

import dev.gatehouse.db.Database;
import dev.gatehouse.files.blobs.BlobStores;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** Opens files for the server itself, which nobody has asked for permission: extraction and indexing. */
public final class FileContents {
    private final Database db;
    private final BlobStores stores;
    private final Quarantine quarantine;

    FileContents(Database db, BlobStores stores, Quarantine quarantine) {
        this.quarantine = quarantine;
        this.db = db;
        this.stores = stores;
    }

    /**
     * A file that was released.
     *
     * @param bytes to be closed by whoever asked
     */
    public record Content(UUID id, String filename, String contentType, long size, InputStream bytes)
            implements AutoCloseable {
        @Override
        public void close() throws java.io.IOException {
            bytes.close();
        }
    }

    /**
     * Empty for a file that is gone, in quarantine, or was found to be harmful.
     *
     * @throws dev.gatehouse.files.blobs.StorageFailure if the store cannot be reached
     */
    public Optional<Content> open(UUID id) {
        return db.with(FileDao.class, dao -> dao.bytes(id))
                .filter(file -> !quarantine.holds(file))
                .map(file -> new Content(
                        file.id(),
                        file.filename(),
                        file.contentType(),
                        file.size(),
                        stores.named(file.store()).open(file.blobKey(), 0, file.size())));
    }
}
