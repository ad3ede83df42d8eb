package dev.gatehouse.files;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on file_blobs: where bytes may lie. */
interface BlobDao {
    /** A place whose bytes may be removed. */
    record Due(UUID key, String store, Instant dueAt) {}

    /** Before the bytes come: unless somebody claims them until then they are removed. */
    @SqlUpdate("INSERT INTO file_blobs (key, store, due_at) VALUES (:key, :store, :dueAt)")
    void announce(UUID key, String store, Instant dueAt);

    /** 0 if it is too late: they may be gone already. */
    @SqlUpdate("UPDATE file_blobs SET due_at = NULL WHERE key = :key AND due_at > :now")
    int claim(UUID key, Instant now);

    /** Of an upload that failed; one that was claimed all the same stays. */
    @SqlUpdate("UPDATE file_blobs SET due_at = :now WHERE key = :key AND due_at IS NOT NULL")
    int giveUp(UUID key, Instant now);

    @SqlUpdate("UPDATE file_blobs SET due_at = :now WHERE key = :key")
    void release(UUID key, Instant now);

    @SqlQuery("SELECT key, store, due_at FROM file_blobs WHERE due_at <= :now ORDER BY due_at LIMIT :limit")
    @RegisterConstructorMapper(Due.class)
    List<Due> due(Instant now, int limit);

    /** After the bytes are gone. */
    @SqlUpdate("DELETE FROM file_blobs WHERE key = :key AND due_at IS NOT NULL")
    void strikeOff(UUID key);
}
