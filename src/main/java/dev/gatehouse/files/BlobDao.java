package dev.gatehouse.files;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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

    /** Does not wait any longer for uploads that began so long ago that they are due before then. */
    @SqlUpdate("UPDATE file_blobs SET due_at = :now WHERE due_at > :now AND due_at <= :dueBefore")
    int hasten(Instant now, Instant dueBefore);

    /** Bytes that a file needs. */
    record Held(UUID fileId, UUID key, String store, long size) {}

    @SqlQuery("""
            SELECT f.id AS file_id, b.key, b.store, f.size FROM files f JOIN file_blobs b ON b.key = f.blob_key
             WHERE f.id > :after ORDER BY f.id LIMIT :limit
            """)
    @RegisterConstructorMapper(Held.class)
    List<Held> held(UUID after, int limit);

    @SqlQuery("SELECT key FROM file_blobs WHERE key = ANY(:keys)")
    Set<UUID> known(Collection<UUID> keys);

    /** Bytes that lie in a store; those that are due need not be moved. */
    @SqlQuery("""
            SELECT f.id AS file_id, b.key, b.store, f.size FROM file_blobs b JOIN files f ON f.blob_key = b.key
             WHERE b.store = :store AND b.due_at IS NULL AND b.key > :after
             ORDER BY b.key LIMIT :limit
            """)
    @RegisterConstructorMapper(Held.class)
    List<Held> heldIn(String store, UUID after, int limit);

    /** 0 if it was deleted meanwhile. */
    @SqlUpdate("UPDATE file_blobs SET store = :to WHERE key = :key AND store = :from AND due_at IS NULL")
    int moved(UUID key, String from, String to);

    /** Those of the keys whose bytes lie in this store. */
    @SqlQuery("SELECT key FROM file_blobs WHERE key = ANY(:keys) AND store = :store")
    Set<UUID> in(String store, Collection<UUID> keys);

    /** After the bytes are gone. */
    @SqlUpdate("DELETE FROM file_blobs WHERE key = :key AND due_at IS NOT NULL")
    void strikeOff(UUID key);
}
