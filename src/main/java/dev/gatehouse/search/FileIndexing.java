package dev.gatehouse.search;

import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.files.FileWatcher;
import dev.gatehouse.files.Readers;
import java.time.Clock;
import java.util.UUID;

/**
 * Writes down what the search has to do about a file, in the transaction of whoever changed the file: the work and its
 * reason commit together.
 */
public final class FileIndexing implements FileWatcher {
    private final Clock clock;
    private final Bell bell = new Bell();

    public FileIndexing(Clock clock) {
        this.clock = clock;
    }

    /** Rings when there is a text to read. */
    Bell bell() {
        return bell;
    }

    @Override
    public void becameReadable(Tx tx, UUID fileId, Readers readers, boolean indexWanted) {
        if (indexWanted) {
            tx.dao(IndexingDao.class).want(fileId, clock.instant());
            tx.afterCommit(bell::ring);
        }
    }

    @Override
    public void readersChanged(Tx tx, UUID fileId, Readers readers) {
        if (tx.dao(IndexingDao.class).touch(fileId) > 0) {
            tx.changed(Topic.DOCUMENTS, fileId);
        }
    }

    @Override
    public void gone(Tx tx, UUID fileId) {
        tx.dao(IndexingDao.class).forget(fileId);
        tx.changed(Topic.DOCUMENTS, fileId);
    }
}
