package dev.gatehouse.files;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on files. */
interface FileDao {
    /** What the API shows, from files f and file_indexing i. */
    String SHOWN = """
            f.id, f.filename, f.category, f.content_type, f.size, encode(f.sha256, 'hex') AS sha256, f.user_id,
            f.uploaded_at, f.scan_status,
            coalesce(i.status, CASE WHEN f.index_wanted THEN 'pending' ELSE 'not_wanted' END) AS index_status
            """;

    String FROM = " FROM files f LEFT JOIN file_indexing i ON i.file_id = f.id ";

    /** The rule of who may read a file: its owner, and whom he shared it with, by name or by role. */
    String READABLE = """
            (f.user_id = :reader
             OR EXISTS (SELECT 1 FROM file_user_readers u WHERE u.file_id = f.id AND u.user_id = :reader)
             OR EXISTS (SELECT 1
                          FROM file_role_readers r
                          JOIN user_roles ur ON ur.role_id = r.role_id
                         WHERE r.file_id = f.id AND ur.user_id = :reader))
            """;

    @SqlUpdate("""
            INSERT INTO files (id, user_id, filename, category, content_type, size, sha256, blob_key, uploaded_at,
                               index_wanted, scan_status, scan_due_at)
            VALUES (:f.id, :f.userId, :f.filename, :f.category, :f.contentType, :f.size, :f.sha256, :f.blobKey,
                    :f.uploadedAt, :f.indexWanted, :f.scanStatus, :f.scanDueAt)
            """)
    void insert(@BindMethods("f") NewFile file);

    @SqlQuery("SELECT " + SHOWN + FROM + " WHERE f.id = :id AND " + READABLE)
    @RegisterConstructorMapper(StoredFile.class)
    Optional<StoredFile> readable(UUID id, long reader);

    @SqlQuery("SELECT " + SHOWN + FROM + " WHERE f.id = :id")
    @RegisterConstructorMapper(StoredFile.class)
    Optional<StoredFile> find(UUID id);

    @SqlQuery("SELECT f.id FROM files f WHERE f.id = ANY(:ids) AND " + READABLE)
    List<UUID> readableAmong(Collection<UUID> ids, long reader);

    /** What must be known to hand out bytes. */
    @SqlQuery("SELECT " + Bytes.COLUMNS + Bytes.FROM + " WHERE f.id = :id AND " + READABLE)
    @RegisterConstructorMapper(Bytes.class)
    Optional<Bytes> readableBytes(UUID id, long reader);

    @SqlQuery("SELECT " + Bytes.COLUMNS + Bytes.FROM + " WHERE f.id = :id")
    @RegisterConstructorMapper(Bytes.class)
    Optional<Bytes> bytes(UUID id);

    /** Keeps the row as it is until the end of the transaction. */
    @SqlQuery("SELECT " + Bytes.COLUMNS + Bytes.FROM + " WHERE f.id = :id FOR UPDATE OF f")
    @RegisterConstructorMapper(Bytes.class)
    Optional<Bytes> lock(UUID id);

    @SqlUpdate("DELETE FROM files WHERE id = :id")
    void delete(UUID id);

    @SqlQuery("SELECT id FROM files WHERE user_id = :userId")
    List<UUID> idsOf(long userId);

    /** Names of the roles of an account. */
    @SqlQuery("SELECT r.name FROM roles r JOIN user_roles ur ON ur.role_id = r.id WHERE ur.user_id = :userId")
    List<String> roleNamesOf(long userId);

    /** A row in the making. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record NewFile(
            UUID id,
            long userId,
            String filename,
            String category,
            String contentType,
            long size,
            byte[] sha256,
            UUID blobKey,
            Instant uploadedAt,
            boolean indexWanted,
            String scanStatus,
            Instant scanDueAt) {}
}
