package dev.gatehouse.files;

import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.util.UUID;

/** Lets new files into quarantine, or to their readers where there is no scanner. */
final class Release {
    private final Watchers watchers;
    private final Clock clock;
    private final Runnable bell;

    /** @param bell rung after each commit that leaves something to scan; {@code null} if nobody scans */
    Release(Watchers watchers, Clock clock, Runnable bell) {
        this.watchers = watchers;
        this.clock = clock;
        this.bell = bell;
    }

    void uploaded(Tx tx, UUID id) {
        if (bell == null) {
            withoutScan(tx, id);
        } else {
            tx.dao(ScanDao.class).waiting(id, Quarantine.PENDING, clock.instant());
            tx.afterCommit(bell);
        }
    }

    /** Nobody has to wait for a scanner. */
    void withoutScan(Tx tx, UUID id) {
        tx.dao(ScanDao.class).waiting(id, Quarantine.NOT_SCANNED, null);
        tell(tx, id);
    }

    void tell(Tx tx, UUID id) {
        Bytes file = tx.dao(FileDao.class).bytes(id).orElseThrow();
        watchers.becameReadable(tx, id, file.userId(), file.indexWanted());
    }
}
