package dev.gatehouse.files;

import dev.gatehouse.db.Tx;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells everybody who watches files. */
final class Watchers {
    private final List<FileWatcher> watchers;

    Watchers(List<FileWatcher> watchers) {
        this.watchers = List.copyOf(watchers);
    }

    void becameReadable(Tx tx, UUID id, long owner, boolean indexWanted) {
        Readers readers = readers(tx, id, owner);
        watchers.forEach(watcher -> watcher.becameReadable(tx, id, readers, indexWanted));
    }

    void readersChanged(Tx tx, UUID id, long owner) {
        Readers readers = readers(tx, id, owner);
        watchers.forEach(watcher -> watcher.readersChanged(tx, id, readers));
    }

    void gone(Tx tx, UUID id) {
        watchers.forEach(watcher -> watcher.gone(tx, id));
    }

    private static Readers readers(Tx tx, UUID id, long owner) {
        ReaderDao dao = tx.dao(ReaderDao.class);
        return new Readers(
                owner,
                dao.users(id).stream().collect(Collectors.toSet()),
                dao.roles(id).stream().map(ReaderDao.NamedRole::id).collect(Collectors.toSet()));
    }
}
