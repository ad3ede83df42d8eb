package dev.gatehouse.files;

import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.StorageFailure;
import java.util.OptionalLong;

/** Whether files can be written, and whether there is room for more of them. */
final class FilesHealthCheck extends HealthCheck {
    private final BlobStore store;
    private final long minFreeSpace;

    FilesHealthCheck(BlobStore store, long minFreeSpace) {
        this.store = store;
        this.minFreeSpace = minFreeSpace;
    }

    @Override
    protected Result check() {
        try {
            store.check();
            OptionalLong free = store.freeSpace();
            if (free.isPresent() && free.getAsLong() < minFreeSpace) {
                return Result.unhealthy("only %d bytes are free, less than %d", free.getAsLong(), minFreeSpace);
            }
            return free.isPresent() ? Result.healthy(free.getAsLong() + " bytes are free") : Result.healthy();
        } catch (StorageFailure e) {
            return Result.unhealthy(e.getMessage());
        }
    }
}
