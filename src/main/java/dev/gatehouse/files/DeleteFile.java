package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import java.util.UUID;

/** Deletes files: the row at once, with everything that was derived from it; the bytes right after the commit. */
final class DeleteFile {
    private final Storage storage;
    private final Quotas quotas;
    private final Watchers watchers;
    private final SweepBlobs sweep;

    DeleteFile(Storage storage, Quotas quotas, Watchers watchers, SweepBlobs sweep) {
        this.storage = storage;
        this.quotas = quotas;
        this.watchers = watchers;
        this.sweep = sweep;
    }

    /** @throws Refusal 404 unless it is the caller's own, or he may administer files */
    void of(Caller caller, UUID id) {
        storage.database().inTransaction(tx -> {
            Bytes file = tx.dao(FileDao.class)
                    .lock(id)
                    .filter(found -> found.userId() == caller.userId() || caller.has(FilesModule.ADMIN))
                    .orElseThrow(() -> Refusal.notFound("file"));
            delete(tx, file);
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("file.deleted")
                                    .by(caller)
                                    .on(UploadFile.TARGET, id)
                                    .with("owner", file.userId())
                                    .with("size", file.size())
                                    .with("sha256", file.sha256()));
            return null;
        });
    }

    private void delete(Tx tx, Bytes file) {
        watchers.gone(tx, file.id());
        quotas.take(tx, file.userId(), 1, file.blobKey() == null ? 0 : file.size());
        // A trigger says that the bytes are due: files also go with their account.
        tx.dao(FileDao.class).delete(file.id());
        if (file.blobKey() != null) {
            tx.afterCommit(() -> sweep.now(file.blobKey(), file.store()));
        }
    }
}
