package dev.gatehouse.search;

import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.util.UUID;

/**
 * Writes down what the search has to do about a file, in the transaction of whoever changed the file: the work and its
 * reason commit together.
 */
public final class FileIndexing {
    private final Clock clock;
    private final Bell reading;

    FileIndexing(Clock clock, Bell reading) {
        this.clock = clock;
        this.reading = reading;
    }

    /** Its text shall be found. */
    public void wanted(Tx tx, UUID fileId) {
        tx.dao(IndexingDao.class).want(fileId, clock.instant());
        tx.afterCommit(reading::ring);
    }

    /** Others may read it than before. */
    public void readersChanged(Tx tx, UUID fileId) {
        if (tx.dao(IndexingDao.class).touch(fileId) > 0) {
            tx.changed(Topic.DOCUMENTS, fileId);
        }
    }

    /** Nothing of it shall be found any more. */
    public void gone(Tx tx, UUID fileId) {
        tx.dao(IndexingDao.class).forget(fileId);
        tx.changed(Topic.DOCUMENTS, fileId);
    }
}
