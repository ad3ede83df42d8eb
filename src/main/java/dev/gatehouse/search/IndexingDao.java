package dev.gatehouse.search;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on file_indexing: who works on which file, and how far it is. */
interface IndexingDao {
    /** A file that one worker has taken. */
    record Claim(UUID fileId, UUID takenAs, int attempts) {}

    /** Also from the beginning for a file that was indexed before. */
    @SqlUpdate("""
            INSERT INTO file_indexing (file_id, status, progress, updated_at, due_at)
            VALUES (:fileId, 'pending', 0, :now, :now)
            ON CONFLICT (file_id) DO UPDATE
               SET status = 'pending', progress = 0, reason = NULL, updated_at = :now, due_at = :now, attempts = 0,
                   taken_as = NULL
            """)
    void want(UUID fileId, Instant now);

    @SqlUpdate("DELETE FROM file_indexing WHERE file_id = :fileId")
    void forget(UUID fileId);

    /** Its readers are others now; only what can be found has a version. */
    @SqlUpdate("""
            UPDATE file_indexing SET version = nextval('file_versions') WHERE file_id = :fileId AND version IS NOT NULL
            """)
    int touch(UUID fileId);

    /**
     * Takes the file whose text has waited longest. It falls due again when the lease is over, so that a worker who died
     * with it in his hands loses nothing.
     */
    @SqlQuery("""
            UPDATE file_indexing
               SET status = 'extracting', attempts = attempts + 1, due_at = :leaseEnds, taken_as = :takenAs,
                   updated_at = :now
             WHERE file_id = (SELECT file_id
                                FROM file_indexing
                               WHERE status IN ('pending', 'extracting') AND due_at <= :now
                               ORDER BY due_at
                               LIMIT 1
                                 FOR UPDATE SKIP LOCKED)
            RETURNING file_id, taken_as, attempts
            """)
    @RegisterConstructorMapper(Claim.class)
    Optional<Claim> claimForReading(UUID takenAs, Instant now, Instant leaseEnds);

    @SqlQuery("""
            UPDATE file_indexing
               SET attempts = attempts + 1, due_at = :leaseEnds, taken_as = :takenAs, updated_at = :now
             WHERE file_id = (SELECT file_id
                                FROM file_indexing
                               WHERE status = 'embedding' AND due_at <= :now
                               ORDER BY due_at
                               LIMIT 1
                                 FOR UPDATE SKIP LOCKED)
            RETURNING file_id, taken_as, attempts
            """)
    @RegisterConstructorMapper(Claim.class)
    Optional<Claim> claimForEmbedding(UUID takenAs, Instant now, Instant leaseEnds);

    /** The worker is getting on; 0 if the file is not his any more. */
    @SqlUpdate("""
            UPDATE file_indexing
               SET status = :status, progress = :progress, due_at = :due, attempts = 0, updated_at = :now
             WHERE file_id = :fileId AND taken_as = :takenAs
            """)
    int progress(UUID fileId, UUID takenAs, String status, int progress, Instant due, Instant now);

    /**
     * The text is cut and will be embedded; a file that was found before is found by its new words.
     *
     * @return whether it was found before; empty if the file is not his any more
     */
    @SqlQuery("""
            UPDATE file_indexing
               SET status = 'embedding', progress = :progress, reason = :reason, chunks = :chunks, model = :model,
                   due_at = :now, attempts = 0, updated_at = :now,
                   version = CASE WHEN version IS NOT NULL THEN nextval('file_versions') END
             WHERE file_id = :fileId AND taken_as = :takenAs
            RETURNING version IS NOT NULL
            """)
    Optional<Boolean> cut(
            UUID fileId, UUID takenAs, int chunks, String model, String reason, int progress, Instant now);

    /** Everything is there; 0 if the file is not his any more. */
    @SqlUpdate("""
            UPDATE file_indexing
               SET status = 'indexed', progress = 100, due_at = NULL, attempts = 0, taken_as = NULL, updated_at = :now,
                   version = nextval('file_versions')
             WHERE file_id = :fileId AND taken_as = :takenAs
            """)
    int indexed(UUID fileId, UUID takenAs, Instant now);

    /** Nothing of it can be found, and nobody will try again by himself. */
    @SqlUpdate("""
            UPDATE file_indexing
               SET status = :status, progress = NULL, reason = :reason, due_at = NULL, attempts = 0, taken_as = NULL,
                   updated_at = :now, chunks = 0, model = NULL, version = NULL
             WHERE file_id = :fileId AND taken_as = :takenAs
            """)
    int atRest(UUID fileId, UUID takenAs, String status, String reason, Instant now);

    @SqlUpdate("""
            UPDATE file_indexing
               SET due_at = :due, reason = :reason, updated_at = :now
             WHERE file_id = :fileId AND taken_as = :takenAs
            """)
    int putOff(UUID fileId, UUID takenAs, String reason, Instant due, Instant now);

    /** Due at once for whoever asks next: nothing went wrong, the worker stops. */
    @SqlUpdate("""
            UPDATE file_indexing
               SET due_at = :now, attempts = greatest(attempts - 1, 0), taken_as = NULL, updated_at = :now
             WHERE file_id = :fileId AND taken_as = :takenAs
            """)
    int release(UUID fileId, UUID takenAs, Instant now);

    /** Serialises those who add pieces to the documents of one account. */
    @SqlQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('chunks of ' || :userId, 0))) AS locked")
    int lockChunksOf(long userId);

    /** The owner of a file, while it is there. */
    @SqlQuery("SELECT user_id FROM files WHERE id = :fileId")
    Optional<Long> owner(UUID fileId);

    /** Pieces of the documents of an account, one file aside. */
    @SqlQuery("""
            SELECT coalesce(sum(i.chunks), 0)
              FROM file_indexing i JOIN files f ON f.id = i.file_id
             WHERE f.user_id = :userId AND i.file_id <> :but
            """)
    long chunksOf(long userId, UUID but);
}
