package dev.gatehouse.search.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Finds pieces of documents by words and by meaning. It is derived from what PostgreSQL holds and may be thrown away: it
 * tells which version of each file it knows, so that whoever keeps it up to date sees what is missing.
 */
public interface SearchIndex extends Closeable {
    /** A version that no file has: whatever the file is now, the index must look at it again. */
    long UNKNOWN = -1;

    /**
     * A question.
     *
     * @param vector of the question; empty where search goes by words alone
     * @param model that the vector is of
     * @param readers tokens of which a file must have at least one; nobody asks without any
     * @param depth how far down each ranking is read
     */
    record Question(String text, Optional<float[]> vector, String model, Set<String> readers, int depth) {
        public Question {
            readers = Set.copyOf(readers);
            if (readers.isEmpty()) {
                throw new IllegalArgumentException("nobody asks");
            }
        }
    }

    /** Everything about one file that the index shall know. */
    record IndexedFile(UUID id, long version, String model, Set<String> readers, List<IndexedChunk> chunks) {}

    /** @param vector empty until there is one */
    record IndexedChunk(int number, String content, Optional<float[]> vector) {}

    /** Where a piece stands in both rankings. */
    record Rankings(List<Ranked> byWords, List<Ranked> byMeaning) {}

    /**
     * A place in a ranking.
     *
     * @param score the cosine; or BM25 as a share of what all the words of the question weigh, from 0 to 1
     */
    record Ranked(UUID fileId, int chunk, double score) {}

    /** The best pieces for the question among what one of the readers may see. */
    Rankings search(Question question);

    /** Replaces what is known of a file; found from the next {@link #refresh} on. */
    void put(IndexedFile file);

    void remove(UUID fileId);

    /** Makes what was put and removed visible to searches. */
    void refresh();

    /** Writes down what was put and removed, so that a crash does not lose it. */
    void commit();

    /** Which version it has of each file; {@link #UNKNOWN} where it has only part of one. */
    Map<UUID, Long> versions();

    /** Commits and lets go of what it holds. */
    @Override
    void close() throws IOException;

    /** Lets go of it without writing anything more, after a failure. */
    void abandon();
}
