package dev.gatehouse.search;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** What the index must know of files, joined from the tables of others. */
interface ReaderDao {
    /** What a file is at this moment. */
    record FileState(UUID fileId, long version, String model, long owner, List<Long> users, List<Long> roles) {}

    /** A piece with its vector; {@code null} while it has none. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record StoredChunk(int number, String content, byte[] vector) {}

    /** Which version of a file there is. */
    record FileVersion(UUID fileId, long version) {}

    @SqlQuery("SELECT role_id FROM user_roles WHERE user_id = :userId")
    List<Long> rolesOf(long userId);

    @SqlQuery("SELECT file_id, version FROM file_indexing WHERE version IS NOT NULL")
    @RegisterConstructorMapper(FileVersion.class)
    List<FileVersion> versions();

    @SqlQuery("""
            SELECT i.file_id, i.version, i.model, f.user_id AS owner,
                   ARRAY(SELECT u.user_id FROM file_user_readers u WHERE u.file_id = f.id) AS users,
                   ARRAY(SELECT r.role_id FROM file_role_readers r WHERE r.file_id = f.id) AS roles
              FROM file_indexing i JOIN files f ON f.id = i.file_id
             WHERE i.file_id = ANY(:ids) AND i.version IS NOT NULL
            """)
    @RegisterConstructorMapper(FileState.class)
    List<FileState> states(List<UUID> ids);

    @SqlQuery("""
            SELECT c.number, c.content, v.vector
              FROM file_chunks c
              LEFT JOIN chunk_vectors v ON v.file_id = c.file_id AND v.number = c.number
             WHERE c.file_id = :fileId
             ORDER BY c.number
            """)
    @RegisterConstructorMapper(StoredChunk.class)
    List<StoredChunk> chunks(UUID fileId);
}
