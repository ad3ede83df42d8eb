package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Refusal;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The one place that knows which files somebody may read: {@code GET /files/{id}} and every search ask here. */
public final class ReadableFiles {
    private final Database db;

    ReadableFiles(Database db) {
        this.db = db;
    }

    /** Those of the given files that the caller may read, as it stands in the database at this moment. */
    public Set<UUID> among(Caller caller, Collection<UUID> ids) {
        if (ids.isEmpty() || !caller.has(FilesModule.READ)) {
            return Set.of();
        }
        return new HashSet<>(db.with(FileDao.class, dao -> dao.readableAmong(ids, caller.userId())));
    }

    /** @throws Refusal 404, whether there is no such file or it is not his to know */
    StoredFile find(Caller caller, UUID id) {
        return db.with(FileDao.class, dao -> dao.readable(id, caller.userId()))
                .orElseThrow(() -> Refusal.notFound("file"));
    }
}
