package dev.gatehouse.files;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Tx;
import dev.gatehouse.files.scanning.Verdict;
import dev.gatehouse.mail.Letter;
import dev.gatehouse.mail.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What follows from a verdict, in one transaction: a clean file leaves quarantine; of one with a finding the bytes go at
 * once and the row stays, so that its owner, who is written to, sees what became of it.
 */
final class AfterScan {
    private final Storage storage;
    private final Release release;
    private final Watchers watchers;
    private final Quotas quotas;
    private final SweepBlobs sweep;
    private final Outbox outbox;
    private final Clock clock;

    /** What becomes of files. */
    record Consequences(Release release, Watchers watchers, Quotas quotas, SweepBlobs sweep) {}

    AfterScan(Storage storage, Consequences consequences, Outbox outbox, Clock clock) {
        this.storage = storage;
        this.release = consequences.release();
        this.watchers = consequences.watchers();
        this.quotas = consequences.quotas();
        this.sweep = consequences.sweep();
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Does nothing for a file that was deleted meanwhile. */
    void apply(Tx tx, UUID id, Verdict verdict, String version) {
        Optional<Bytes> file = tx.dao(FileDao.class).lock(id).filter(row -> row.blobKey() != null);
        file.ifPresent(row -> verdict.finding()
                .ifPresentOrElse(finding -> infected(tx, row, finding, version), () -> clean(tx, row, version)));
    }

    /** @param lenient whether the file is handed out nevertheless */
    void postpone(Tx tx, UUID id, Instant dueAt, boolean lenient) {
        tx.dao(FileDao.class).lock(id).filter(row -> row.blobKey() != null).ifPresent(row -> {
            boolean isNew = row.scanStatus().equals(Quarantine.PENDING);
            String status = lenient && isNew ? Quarantine.NOT_SCANNED : row.scanStatus();
            tx.dao(ScanDao.class).waiting(id, status, dueAt);
            if (!status.equals(row.scanStatus())) {
                release.tell(tx, id);
            }
        });
    }

    private void clean(Tx tx, Bytes file, String version) {
        tx.dao(ScanDao.class).clean(file.id(), clock.instant(), version);
        if (file.scanStatus().equals(Quarantine.PENDING)) {
            release.tell(tx, file.id());
        }
    }

    private void infected(Tx tx, Bytes file, String finding, String version) {
        watchers.gone(tx, file.id());
        tx.dao(ScanDao.class).infected(file.id(), clock.instant(), version, finding);
        tx.dao(BlobDao.class).release(file.blobKey(), clock.instant());
        quotas.take(tx, file.userId(), 0, file.size());
        storage.audit()
                .record(
                        tx,
                        AuditEvent.of("file.infected")
                                .on(UploadFile.TARGET, file.id())
                                .with("owner", file.userId())
                                .with("finding", finding)
                                .with("sha256", file.sha256()));
        tx.dao(ScanDao.class).owner(file.userId()).ifPresent(owner -> outbox.post(tx, letter(owner, file, finding)));
        tx.afterCommit(() -> sweep.now(file.blobKey(), file.store()));
    }

    private static Letter letter(ScanDao.Owner owner, Bytes file, String finding) {
        return Letter.of("file-infected")
                .to(owner.email())
                .in(owner.locale() == null ? null : Locale.forLanguageTag(owner.locale()))
                .with("name", owner.firstName())
                .with("filename", file.filename())
                .with("finding", finding);
    }
}
