package dev.gatehouse.search.index;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on the tables of {@link SharedVectors}. */
interface VectorDao {
    /** A vector of a piece. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Placed(int number, float[] vector) {}

    /** Which version of a file the table has. */
    record KnownFile(UUID fileId, long version) {}

    @SqlQuery("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
    List<String> installed();

    /**
     * Takes a file in, unless another replica has brought this state of it or a later one: the versions of one file are
     * drawn while its row is locked, so they grow.
     */
    @SqlUpdate("""
            INSERT INTO gatehouse_search.files AS known (file_id, version, readers, pieces)
            VALUES (:fileId, :version, :readers, :pieces)
            ON CONFLICT (file_id) DO UPDATE
               SET version = excluded.version, readers = excluded.readers, pieces = excluded.pieces
             WHERE known.version < excluded.version
            """)
    int claim(UUID fileId, long version, Collection<String> readers, int pieces);

    @SqlUpdate("""
            DELETE FROM gatehouse_search.vectors
             WHERE file_id = :fileId AND (number <> ALL(:numbers) OR model IS DISTINCT FROM :model)
            """)
    void keepOnly(UUID fileId, String model, Collection<Integer> numbers);

    /** A graph is dear to write: what has not changed is left alone. */
    @SqlBatch("""
            INSERT INTO gatehouse_search.vectors AS known (file_id, number, model, vector)
            VALUES (:fileId, :p.number, :model, CAST(:p.vector AS vector))
            ON CONFLICT (file_id, number) DO UPDATE SET vector = excluded.vector
             WHERE known.vector <> excluded.vector
            """)
    void put(UUID fileId, String model, @BindMethods("p") List<Placed> pieces);

    @SqlUpdate("DELETE FROM gatehouse_search.files WHERE file_id = :fileId")
    void remove(UUID fileId);

    @SqlQuery("SELECT file_id, version FROM gatehouse_search.files")
    @RegisterConstructorMapper(KnownFile.class)
    List<KnownFile> versions();

    /** Whether one of the tokens opens so much that looking at each vector would take too long. */
    @SqlQuery("""
            SELECT count(*) = :files OR coalesce(sum(pieces), 0) > :pieces
              FROM (SELECT pieces FROM gatehouse_search.files WHERE readers && CAST(:readers AS text[]) LIMIT :files) AS counted
            """)
    boolean opensMoreThan(Collection<String> readers, int files, int pieces);
}
