package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.files.blobs.BlobStores;
import dev.gatehouse.kernel.Refusal;
import java.io.InputStream;
import java.util.UUID;

/** Hands out bytes: to those who may read the file, and only once it is known to be harmless. */
final class DownloadFile {
    private final Storage storage;
    private final BlobStores stores;
    private final Quarantine quarantine;

    DownloadFile(Storage storage, BlobStores stores, Quarantine quarantine) {
        this.quarantine = quarantine;
        this.storage = storage;
        this.stores = stores;
    }

    /** @throws Refusal 404; {@code file_quarantined} or {@code file_infected} (409) */
    Bytes find(Caller caller, UUID id) {
        Bytes file = storage.database()
                .with(FileDao.class, dao -> dao.readableBytes(id, caller.userId()))
                .orElseThrow(() -> Refusal.notFound("file"));
        if (file.blobKey() == null) {
            throw Refusal.conflict(
                    "file_infected", "Something harmful was found in this file; its content is deleted.");
        }
        if (quarantine.holds(file)) {
            throw Refusal.conflict("file_quarantined", "This file has not been scanned yet; please try again later.");
        }
        return file;
    }

    /** Opens a stretch of it. */
    InputStream open(Bytes file, long offset, long length) {
        return stores.named(file.store()).open(file.blobKey(), offset, length);
    }

    void record(Caller caller, Bytes file) {
        storage.database().inTransaction(tx -> {
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("file.downloaded")
                                    .by(caller)
                                    .on(UploadFile.TARGET, file.id())
                                    .with("owner", file.userId()));
            return null;
        });
    }
}
