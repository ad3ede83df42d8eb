package dev.gatehouse.files;

import dev.gatehouse.db.Database;
import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.BlobStore.Stored;
import dev.gatehouse.files.blobs.BlobStores;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares what the rows say with what lies in the stores, removes what nobody needs, and tells the rest. */
final class CheckFiles {
    private static final Logger LOGGER = LoggerFactory.getLogger(CheckFiles.class);
    private static final int BATCH = 1_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database db;
    private final BlobStores stores;
    private final SweepBlobs sweep;
    private final Staging staging;
    private final Clock clock;

    /**
     * What was found.
     *
     * @param files with bytes
     * @param missing of them, whose bytes are not there or not of the right size
     * @param unknown how many places of a store hold bytes that no row speaks of; they are left alone, because the
     *     database may be the one that is wrong
     * @param removed places whose bytes were not needed any more
     * @param drafts of interrupted uploads that were removed
     * @param repaired accounts whose use of their quota was set right
     */
    record Report(long files, long missing, long unknown, long removed, long drafts, long repaired) {
        Map<String, Long> lines() {
            Map<String, Long> lines = new TreeMap<>();
            lines.put("files", files);
            lines.put("files without their bytes", missing);
            lines.put("bytes without a row", unknown);
            lines.put("places removed", removed);
            lines.put("interrupted uploads removed", drafts);
            lines.put("quotas set right", repaired);
            return lines;
        }
    }

    CheckFiles(Database db, BlobStores stores, SweepBlobs sweep, Staging staging, Clock clock) {
        this.db = db;
        this.stores = stores;
        this.sweep = sweep;
        this.staging = staging;
        this.clock = clock;
    }

    /** @param unclaimed how old an upload without a row must be to count as interrupted */
    Report run(Duration unclaimed) {
        long drafts = staging.sweep(clock.instant().minus(unclaimed));
        int hastened = db.with(
                BlobDao.class,
                dao -> dao.hasten(
                        clock.instant(),
                        clock.instant().plus(UploadFile.UNCLAIMED).minus(unclaimed)));
        LOGGER.debug("{} interrupted uploads do not wait any longer", hastened);
        long removed = sweep.due();
        long repaired = db.with(UsageDao.class, UsageDao::repair);
        long[] files = new long[2];
        countFiles(files);
        long unknown = unknown(stores.current())
                + stores.formerStore().map(this::unknown).orElse(0L);
        return new Report(files[0], files[1], unknown, removed, drafts, repaired);
    }

    private void countFiles(long[] counts) {
        UUID after = FIRST;
        List<BlobDao.Held> batch;
        do {
            UUID from = after;
            batch = db.with(BlobDao.class, dao -> dao.held(from, BATCH));
            for (BlobDao.Held held : batch) {
                counts[0]++;
                counts[1] += isMissing(held) ? 1 : 0;
                after = held.fileId();
            }
        } while (batch.size() == BATCH);
    }

    private boolean isMissing(BlobDao.Held held) {
        OptionalLong size = stores.named(held.store()).size(held.key());
        boolean missing = size.isEmpty() || size.getAsLong() != held.size();
        // Deleted since the page was read: then nobody misses them.
        if (missing
                && db.with(FileDao.class, dao -> dao.bytes(held.fileId()))
                        .filter(file -> file.blobKey() != null)
                        .isPresent()) {
            LOGGER.error("The bytes of the file {} are not there, or not all of them", held.fileId());
            return true;
        }
        return false;
    }

    private long unknown(BlobStore store) {
        long[] unknown = new long[1];
        List<UUID> keys = new ArrayList<>();
        store.each((Stored stored) -> {
            keys.add(stored.key());
            if (keys.size() == BATCH) {
                unknown[0] += unknown(keys);
            }
        });
        return unknown[0] + unknown(keys);
    }

    private long unknown(List<UUID> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        Set<UUID> unknown = new HashSet<>(keys);
        unknown.removeAll(db.with(BlobDao.class, dao -> dao.known(keys)));
        unknown.forEach(key -> LOGGER.warn("No row speaks of the bytes under {}", key));
        keys.clear();
        return unknown.size();
    }
}
