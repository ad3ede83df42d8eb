package dev.gatehouse.files;

import dev.gatehouse.db.Tx;
import java.util.UUID;

/** Decides when the bytes of a file may be handed out, and tells those who wait for it. */
final class Release {
    private final Watchers watchers;

    Release(Watchers watchers) {
        this.watchers = watchers;
    }

    /** Without a scanner nobody has to wait. */
    void uploaded(Tx tx, UUID id) {
        ScanDao scans = tx.dao(ScanDao.class);
        scans.released(id, "not_scanned");
        Bytes file = tx.dao(FileDao.class).bytes(id).orElseThrow();
        watchers.becameReadable(tx, id, file.userId(), file.indexWanted());
    }
}
