package dev.gatehouse.search.index;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The index where PostgreSQL has pgvector: words in a folder as ever, vectors in tables that all replicas share. So the graph
 * of vectors is built once and not by each replica, and one that comes new has only words to read in.
 */
public final class PgVectorIndex implements SearchIndex {
    private final LuceneIndex words;
    private final SharedVectors vectors;

    PgVectorIndex(LuceneIndex words, SharedVectors vectors) {
        this.words = words;
        this.vectors = vectors;
    }

    @Override
    public Rankings search(Question question) {
        Question byWords =
                new Question(question.text(), Optional.empty(), question.model(), question.readers(), question.depth());
        List<Ranked> byMeaning = question.vector()
                .map(vector -> vectors.nearest(question, vector))
                .orElse(List.of());
        return new Rankings(words.search(byWords).byWords(), byMeaning);
    }

    /** The vectors first: the versions tell of a file only once it stands in both. */
    @Override
    public void put(IndexedFile file) {
        vectors.put(file);
        List<IndexedChunk> bare = file.chunks().stream()
                .map(chunk -> new IndexedChunk(chunk.number(), chunk.content(), Optional.empty()))
                .toList();
        words.put(new IndexedFile(file.id(), file.version(), file.model(), file.readers(), bare));
    }

    @Override
    public void remove(UUID fileId) {
        vectors.remove(fileId);
        words.remove(fileId);
    }

    @Override
    public void refresh() {
        words.refresh();
    }

    @Override
    public void commit() {
        words.commit();
    }

    @Override
    public Map<UUID, Long> versions() {
        Map<UUID, Long> shared = vectors.versions();
        Map<UUID, Long> both = words.versions();
        // A file of which one side is behind, or knows nothing, has to be put again, or removed.
        both.replaceAll((file, version) -> version.equals(shared.remove(file)) ? version : UNKNOWN);
        shared.keySet().forEach(file -> both.put(file, UNKNOWN));
        return both;
    }

    @Override
    public void close() throws IOException {
        words.close();
    }

    @Override
    public void abandon() {
        words.abandon();
    }
}
