package dev.gatehouse.search;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on file_indexing that look at all files: what begins anew, what waits. */
interface ReindexDao {
    /**
     * Gives a file that was embedded by another model back to the workers; it is found by words until they are done.
     *
     * @param model what files shall be embedded by
     */
    @SqlQuery("""
            UPDATE file_indexing
               SET status = 'embedding', progress = 0, model = :model, due_at = :now, attempts = 0, taken_as = NULL,
                   updated_at = :now, version = nextval('file_versions')
             WHERE file_id = (SELECT file_id
                                FROM file_indexing
                               WHERE status = 'indexed' AND model IS DISTINCT FROM :model
                               LIMIT 1
                                 FOR UPDATE SKIP LOCKED)
            RETURNING file_id
            """)
    Optional<UUID> outdated(String model, Instant now);

    @SqlQuery("SELECT EXISTS (SELECT 1 FROM file_indexing WHERE status = 'indexed' AND model IS DISTINCT FROM :model)")
    boolean isAnyOutdated(String model);

    /**
     * Every file that shall be found begins anew.
     *
     * @param all or those only that could not be indexed
     */
    @SqlUpdate("""
            INSERT INTO file_indexing (file_id, status, progress, updated_at, due_at)
            SELECT id, 'pending', 0, :now, :now
              FROM files
             WHERE index_wanted AND scan_status IN ('clean', 'not_scanned')
            ON CONFLICT (file_id) DO UPDATE
               SET status = 'pending', progress = 0, reason = NULL, updated_at = :now, due_at = :now, attempts = 0,
                   taken_as = NULL
             WHERE :all OR file_indexing.status IN ('failed', 'no_text')
            """)
    int wantAgain(boolean all, Instant now);

    @SqlQuery("SELECT count(*) FROM file_indexing WHERE due_at IS NOT NULL")
    int waiting();
}
