package dev.gatehouse.files;

import dev.gatehouse.db.Database;
import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.BlobStores;
import dev.gatehouse.files.blobs.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Moves bytes from the former store to the current one while the service goes on: each is copied, then its row names
 * the other store, then it is deleted where it was. May be interrupted and run again at any point.
 */
final class MoveFiles {
    private static final int BATCH = 100;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database db;
    private final BlobStores stores;
    private final Staging staging;

    MoveFiles(Database db, BlobStores stores, Staging staging) {
        this.db = db;
        this.stores = stores;
        this.staging = staging;
    }

    /** @return how many were moved */
    long run() {
        BlobStore former = stores.formerStore().orElse(null);
        if (former == null) {
            return 0;
        }
        long moved = 0;
        List<BlobDao.Held> batch;
        do {
            // Moved ones are not found again, so it is always the first page.
            batch = db.with(BlobDao.class, dao -> dao.heldIn(former.name(), FIRST, BATCH));
            for (BlobDao.Held held : batch) {
                move(held, former);
                moved++;
            }
        } while (!batch.isEmpty());
        removeLeftovers(former);
        return moved;
    }

    private void move(BlobDao.Held held, BlobStore former) {
        BlobStore current = stores.current();
        try (Staging.Draft draft = staging.begin();
                InputStream bytes = former.open(held.key(), 0, held.size())) {
            bytes.transferTo(draft);
            draft.finish();
            if (draft.size() != held.size()) {
                throw new StorageFailure("The bytes of the file " + held.fileId() + " are not all there", null);
            }
            current.put(held.key(), draft.path());
        } catch (IOException e) {
            throw new StorageFailure("Cannot read from " + former.place(), e);
        }
        if (db.with(BlobDao.class, dao -> dao.moved(held.key(), former.name(), current.name())) == 0) {
            current.delete(held.key());
        } else {
            former.delete(held.key());
        }
    }

    /** What an interrupted run had moved and not yet deleted. */
    private void removeLeftovers(BlobStore former) {
        List<UUID> keys = new ArrayList<>();
        former.each(stored -> keys.add(stored.key()));
        for (int i = 0; i < keys.size(); i += BATCH) {
            List<UUID> some = keys.subList(i, Math.min(keys.size(), i + BATCH));
            db.with(BlobDao.class, dao -> dao.in(stores.current().name(), some)).forEach(former::delete);
        }
    }
}
