package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on file_chunks and chunk_vectors. */
interface ChunkDao {
    /** A piece that has no vector yet. */
    record Waiting(int number, String content) {}

    /** A piece as it is answered. */
    record Shown(UUID fileId, String filename, int number, Integer page, int startAt, int endAt, String content) {}

    @SqlUpdate("DELETE FROM file_chunks WHERE file_id = :fileId")
    void deleteAll(UUID fileId);

    @SqlBatch("""
            INSERT INTO file_chunks (file_id, number, page, start_at, end_at, content)
            VALUES (:fileId, :c.number, :c.page, :c.start, :c.end, :c.content)
            """)
    void insert(UUID fileId, @BindMethods("c") List<Chunk> chunks);

    @SqlUpdate("DELETE FROM chunk_vectors WHERE file_id = :fileId")
    void deleteVectors(UUID fileId);

    @SqlBatch("INSERT INTO chunk_vectors (file_id, number, vector) VALUES (:fileId, :v.number, :v.bytes)")
    void insertVectors(UUID fileId, @BindMethods("v") List<StoredVector> vectors);

    @SqlQuery("""
            SELECT c.number, c.content
              FROM file_chunks c
             WHERE c.file_id = :fileId
               AND NOT EXISTS (SELECT 1 FROM chunk_vectors v WHERE v.file_id = c.file_id AND v.number = c.number)
             ORDER BY c.number
             LIMIT :limit
            """)
    @RegisterConstructorMapper(Waiting.class)
    List<Waiting> withoutVector(UUID fileId, int limit);

    @SqlQuery("SELECT count(*) FROM file_chunks WHERE file_id = :fileId")
    int count(UUID fileId);

    @SqlQuery("SELECT count(*) FROM chunk_vectors WHERE file_id = :fileId")
    int countVectors(UUID fileId);

    /** Those of the given pieces, by file and number pairwise, that are still there. */
    @SqlQuery("""
            SELECT c.file_id, f.filename, c.number, c.page, c.start_at, c.end_at, c.content
              FROM unnest(:files::uuid[], :numbers::int[]) AS wanted (file_id, number)
              JOIN file_chunks c ON c.file_id = wanted.file_id AND c.number = wanted.number
              JOIN files f ON f.id = c.file_id
            """)
    @RegisterConstructorMapper(Shown.class)
    List<Shown> shown(Collection<UUID> files, Collection<Integer> numbers);

    static List<Shown> shown(Database db, List<Hit> hits) {
        List<UUID> files = hits.stream().map(Hit::fileId).toList();
        List<Integer> numbers = hits.stream().map(Hit::chunk).toList();
        return db.with(ChunkDao.class, dao -> dao.shown(files, numbers));
    }
}
