package dev.gatehouse.search.index;

import dev.gatehouse.db.Database;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** What an index is made of. */
@FunctionalInterface
public interface IndexKind {
    /** Words and vectors in the folder of each replica; needs nothing else. */
    IndexKind LUCENE = LuceneIndex::open;

    /** @throws IOException if the folder cannot be used, holds something damaged, or another process uses it */
    SearchIndex open(Path folder) throws IOException;

    /** With pgvector where the database has it, otherwise without. */
    static IndexKind fitting(Database db) {
        try {
            return SharedVectors.in(db).map(IndexKind::with).orElse(LUCENE);
        } catch (IndexFailure e) {
            LoggerFactory.getLogger(IndexKind.class).warn("{}; the index goes without", e.getMessage());
            return LUCENE;
        }
    }

    /** @throws IndexFailure if the database does not have it */
    static IndexKind pgvector(Database db) {
        return SharedVectors.in(db)
                .map(IndexKind::with)
                .orElseThrow(() -> new IndexFailure(
                        "search.vectors is pgvector, and this database has no pgvector 0.8 or newer", null));
    }

    /** The words by themselves: an index with vectors and one without must not be taken for each other. */
    private static IndexKind with(SharedVectors vectors) {
        return folder -> {
            SearchIndex index = new PgVectorIndex(LuceneIndex.open(folder.resolve("words")), vectors);
            LoggerFactory.getLogger(IndexKind.class).info("The vectors of the index lie in PostgreSQL (pgvector)");
            return index;
        };
    }
}
