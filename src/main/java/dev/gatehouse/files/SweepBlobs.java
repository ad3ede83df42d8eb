package dev.gatehouse.files;

import dev.gatehouse.db.Database;
import dev.gatehouse.files.blobs.BlobStores;
import dev.gatehouse.files.blobs.StorageFailure;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes bytes that no file needs: what was deleted, and what an interrupted upload has left. */
final class SweepBlobs {
    private static final Logger LOGGER = LoggerFactory.getLogger(SweepBlobs.class);
    private static final int BATCH = 200;

    private final Database db;
    private final BlobStores stores;
    private final Clock clock;

    SweepBlobs(Database db, BlobStores stores, Clock clock) {
        this.db = db;
        this.stores = stores;
        this.clock = clock;
    }

    /** Removes all that is due; safe to repeat, and on several replicas. @return how many places that were */
    int due() {
        int removed = 0;
        List<BlobDao.Due> batch;
        do {
            batch = db.with(BlobDao.class, dao -> dao.due(clock.instant(), BATCH));
            int before = removed;
            for (BlobDao.Due due : batch) {
                removed += remove(due.key(), due.store()) ? 1 : 0;
            }
            if (removed == before) {
                break; // a store is away; the next run finds them again
            }
        } while (batch.size() == BATCH);
        return removed;
    }

    /** Does not wait for the next run; if it cannot be done now that one will. */
    void now(UUID key, String store) {
        remove(key, store);
    }

    /** Of an upload that failed. If the answer of its commit got lost its row may be there all the same: then it stays. */
    void giveUp(UUID key, String store) {
        try {
            if (db.with(BlobDao.class, dao -> dao.giveUp(key, clock.instant())) > 0) {
                remove(key, store);
            }
        } catch (RuntimeException e) {
            LOGGER.debug("The place of a failed upload will be swept later", e);
        }
    }

    private boolean remove(UUID key, String store) {
        try {
            stores.named(store).delete(key);
            db.with(BlobDao.class, dao -> {
                dao.strikeOff(key);
                return null;
            });
            return true;
        } catch (StorageFailure e) {
            LOGGER.warn("Bytes that nobody needs could not be removed, will try again: {}", e.getMessage());
            return false;
        }
    }
}
