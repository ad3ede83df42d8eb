package dev.gatehouse.files;

import dev.gatehouse.db.Tx;
import java.util.List;

/**
 * Tells everybody who watches files that those of an account are about to go. The rows go with the account, and a trigger
 * says that their bytes are due; neither can tell a watcher.
 */
public final class FilesOfUser {
    private final Watchers watchers;

    public FilesOfUser(List<FileWatcher> watchers) {
        this.watchers = new Watchers(watchers);
    }

    /** To be called in the transaction that deletes the account, which is locked: nobody adds a file meanwhile. */
    public void gone(Tx tx, long userId) {
        tx.dao(FileDao.class).idsOf(userId).forEach(id -> watchers.gone(tx, id));
    }
}
