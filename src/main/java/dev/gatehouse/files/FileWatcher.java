package dev.gatehouse.files;

import dev.gatehouse.db.Tx;
import java.util.UUID;

/**
 * Is told what becomes of files, in the transaction in which it happens: what a watcher writes commits with it or not at
 * all. Whoever derives something from files (search) watches them.
 */
public interface FileWatcher {
    /**
     * The bytes may be read from now on; called once for each file, when it is clean.
     *
     * @param indexWanted whether its owner wants it to be found
     */
    void becameReadable(Tx tx, UUID fileId, Readers readers, boolean indexWanted);

    /** Somebody may read it who might not before, or the other way round; also called before it is readable. */
    void readersChanged(Tx tx, UUID fileId, Readers readers);

    /** It is deleted, or its bytes were because something was found in them; called before the row goes. */
    void gone(Tx tx, UUID fileId);
}
