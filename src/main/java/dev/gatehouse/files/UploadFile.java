package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Tx;
import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Takes a received file into the store. Its place is written down first, then the bytes come, then the row: whatever is
 * interrupted in between leaves a place that is due for removal, and never a row without bytes.
 */
final class UploadFile {
    static final String TARGET = "file";

    /** How long bytes may lie without a row: putting them takes less, even into a slow store. */
    static final Duration UNCLAIMED = Duration.ofMinutes(15);

    private final Storage storage;
    private final BlobStore blobs;
    private final Quotas quotas;
    private final Release release;
    private final SweepBlobs sweep;
    private final Clock clock;

    UploadFile(Storage storage, BlobStore blobs, Quotas quotas, Release release, SweepBlobs sweep, Clock clock) {
        this.sweep = sweep;
        this.storage = storage;
        this.blobs = blobs;
        this.quotas = quotas;
        this.release = release;
        this.clock = clock;
    }

    /** @throws Refusal {@code quota_exceeded} (409), {@code storage_unavailable} (503) */
    StoredFile keep(Caller caller, ReceivedFile received, UploadOptions options) {
        UUID key = UUID.randomUUID();
        Instant now = clock.instant();
        storage.database().with(BlobDao.class, dao -> {
            dao.announce(key, blobs.name(), now.plus(UNCLAIMED));
            return null;
        });
        try {
            blobs.put(key, received.path());
            return storage.database().inTransaction(tx -> insert(tx, caller, received, options, key));
        } catch (RuntimeException e) {
            sweep.giveUp(key, blobs.name());
            throw e;
        }
    }

    private StoredFile insert(Tx tx, Caller caller, ReceivedFile received, UploadOptions options, UUID key) {
        UUID id = Ids.next();
        quotas.add(tx, caller.userId(), received.size());
        if (tx.dao(BlobDao.class).claim(key, clock.instant()) == 0) {
            throw Refusal.unavailable("storage_unavailable", "Storing the file took too long; please try again.");
        }
        FileDao files = tx.dao(FileDao.class);
        files.insert(new FileDao.NewFile(
                id,
                caller.userId(),
                received.name().text(),
                options.category(),
                received.contentType(),
                received.size(),
                received.sha256(),
                key,
                clock.instant(),
                options.index(),
                Quarantine.PENDING,
                null));
        release.uploaded(tx, id);
        StoredFile file = files.find(id).orElseThrow();
        storage.audit().record(tx, event(caller, file));
        return file;
    }

    private static AuditEvent event(Caller caller, StoredFile file) {
        return AuditEvent.of("file.uploaded")
                .by(caller)
                .on(TARGET, file.id())
                .with("category", file.category())
                .with("content_type", file.contentType())
                .with("size", file.size())
                .with("sha256", file.sha256());
    }
}
