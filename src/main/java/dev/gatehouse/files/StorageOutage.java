package dev.gatehouse.files;

import dev.gatehouse.files.blobs.StorageFailure;
import dev.gatehouse.kernel.Refusal;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells clients of a store that is away: it is not their fault, and not ours either. */
final class StorageOutage {
    private static final Logger LOGGER = LoggerFactory.getLogger(StorageOutage.class);

    private StorageOutage() {}

    /** @throws Refusal {@code storage_unavailable} (503) in place of a {@link StorageFailure} */
    static <T> T honestly(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageFailure e) {
            LOGGER.warn("The store of files cannot serve: {}", e.getMessage());
            LOGGER.debug("The store of files cannot serve", e);
            throw Refusal.unavailable("storage_unavailable", "The store of files cannot be reached; please try again.");
        }
    }
}
