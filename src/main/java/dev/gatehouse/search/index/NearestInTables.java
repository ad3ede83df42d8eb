package dev.gatehouse.search.index;

import dev.gatehouse.db.Tx;
import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/**
 * Asks pgvector for the nearest of what a reader may see: looks at each where they are few, and walks through the graph where
 * they are many. A walk behind a filter that leaves a few of many comes back half empty.
 */
final class NearestInTables {
    /** Up to so many vectors are all looked at, which is exact and takes some 10 ms … */
    private static final int PIECES_TO_LOOK_AT = 10_000;
    /** … and is not counted further than over so many files. */
    private static final int FILES_TO_COUNT = 2_000;
    /** What a walk through the graph may keep for later; pgvector takes no more. */
    private static final int WIDEST = 1_000;
    /** A walk goes on until it has enough that the reader may see, but no further than this. */
    private static final int LONGEST_WALK = 100_000;

    /** Looked at one by one: the graph is made of another expression, so it cannot be taken. */
    private static final String ALL_OF_A_READER = """
            SELECT v.file_id, v.number, -(v.vector <#> CAST(:vector AS vector)) AS cosine
              FROM gatehouse_search.files f
              JOIN gatehouse_search.vectors v ON v.file_id = f.file_id AND v.model = :model
             WHERE f.readers && CAST(:readers AS text[])
             ORDER BY cosine DESC
             LIMIT :depth
            """;

    private static final String THROUGH_THE_GRAPH = """
            SELECT v.file_id, v.number, -(v.vector::vector(%1$d) <#> CAST(:vector AS vector)) AS cosine
              FROM gatehouse_search.vectors v
             WHERE v.model = %2$s
               AND EXISTS (SELECT 1 FROM gatehouse_search.files f WHERE f.file_id = v.file_id AND f.readers && CAST(:readers AS text[]))
             ORDER BY v.vector::vector(%1$d) <#> CAST(:vector AS vector)
             LIMIT :depth
            """;

    /** Whatever else the planner thinks of would read the whole table. */
    private static final String WALK = """
            SELECT count(set_config(name, value, true))
              FROM (VALUES ('hnsw.iterative_scan', 'relaxed_order'),
                           ('hnsw.ef_search', CAST(:width AS text)),
                           ('hnsw.max_scan_tuples', CAST(:steps AS text)),
                           ('enable_sort', 'off'),
                           ('enable_seqscan', 'off'),
                           ('enable_hashjoin', 'off'),
                           ('enable_mergejoin', 'off')) AS walk (name, value)
            """;

    private NearestInTables() {}

    static List<Ranked> of(Tx tx, Question question, float[] vector) {
        boolean many = tx.dao(VectorDao.class).opensMoreThan(question.readers(), FILES_TO_COUNT, PIECES_TO_LOOK_AT);
        return many ? throughTheGraph(tx.handle(), question, vector) : allOfAReader(tx.handle(), question, vector);
    }

    private static List<Ranked> allOfAReader(Handle handle, Question question, float[] vector) {
        return ranked(handle.createQuery(ALL_OF_A_READER).bind("model", question.model()), question, vector);
    }

    private static List<Ranked> throughTheGraph(Handle handle, Question question, float[] vector) {
        handle.createQuery(WALK)
                .bind("width", Math.min(question.depth(), WIDEST))
                .bind("steps", LONGEST_WALK)
                .mapTo(Integer.class)
                .one();
        String sql = THROUGH_THE_GRAPH.formatted(vector.length, SharedVectors.literal(question.model()));
        return ranked(handle.createQuery(sql), question, vector);
    }

    private static List<Ranked> ranked(Query query, Question question, float[] vector) {
        return query
                .addCustomizer(new PlannedEachTime())
                .bind("vector", vector)
                .bindArray("readers", String.class, question.readers())
                .bind("depth", question.depth())
                .map((row, context) ->
                        new Ranked(row.getObject("file_id", UUID.class), row.getInt("number"), row.getDouble("cosine")))
                .list()
                .stream()
                // The walk hands out what it comes by, nearly in order.
                .sorted(Comparator.comparingDouble(Ranked::score).reversed())
                .toList();
    }

    /** A plan for any reader is a plan for none. */
    private static final class PlannedEachTime implements StatementCustomizer {
        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
