package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.search.embedding.Embeddings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds files that were embedded by another model than the one in use, or by none, for workers that have nothing else to do.
 * One after the other: a file whose turn has come is found by words alone until its new vectors are there.
 */
final class Outdated {
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final Database db;
    private final Clock clock;
    private final Embeddings embeddings;
    private volatile Instant nextLook = Instant.EPOCH;

    Outdated(Database db, Clock clock, Embeddings embeddings) {
        this.db = db;
        this.clock = clock;
        this.embeddings = embeddings;
    }

    /** Whether one was found and has been given to the workers. */
    boolean takeOne() {
        Instant now = clock.instant();
        if (now.isBefore(nextLook)) {
            return false;
        }
        // Asked before the model is loaded, which takes memory that nobody may need.
        boolean any = db.with(ReindexDao.class, dao -> dao.isAnyOutdated(embeddings.model()));
        if (!any || !embeddings.isAvailable()) {
            nextLook = now.plus(LOOK_AGAIN);
            return false;
        }
        return db.inTransaction(tx -> {
            Optional<UUID> file = tx.dao(ReindexDao.class).outdated(embeddings.model(), now);
            file.ifPresent(id -> {
                tx.dao(ChunkDao.class).deleteVectors(id);
                tx.changed(Topic.DOCUMENTS, id);
            });
            return file.isPresent();
        });
    }
}
