package dev.gatehouse.search;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.limits.Bulkhead;
import dev.gatehouse.search.Fusion.Floor;
import dev.gatehouse.search.embedding.Embeddings;
import dev.gatehouse.search.index.IndexFailure;
import dev.gatehouse.search.index.SearchIndex;
import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import dev.gatehouse.search.index.SearchIndex.Rankings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Search by words and by meaning. Whether somebody may read what is found is asked twice: the index looks only at what
 * one of his tokens opens, and the database is asked about every file that is about to be answered. So what was revoked is
 * gone at once, however far the index is behind.
 */
final class HybridSearch implements DocumentSearch {
    private static final int PER_FILE = 3;
    private static final int FIRST_DEPTH = 64;
    /** Beyond it nobody finds what was not found before. */
    private static final int LAST_DEPTH = 1600;

    private final Database db;
    private final KeptIndex index;
    private final Embeddings embeddings;
    private final Rights rights;
    private final Floor floor;
    private final Bulkhead bulkhead;

    /**
     * Both layers of permission.
     *
     * @param tokens those of a caller, one of which a file must have
     */
    record Rights(Function<Caller, Set<String>> tokens, ReadableDocuments readable) {}

    HybridSearch(Database db, KeptIndex index, Embeddings embeddings, Rights rights, Floor floor, Bulkhead bulkhead) {
        this.db = db;
        this.index = index;
        this.embeddings = embeddings;
        this.rights = rights;
        this.floor = floor;
        this.bulkhead = bulkhead;
    }

    @Override
    public List<Passage> find(Caller caller, String query, int max) {
        if (max < 1 || max > 20) {
            throw new IllegalArgumentException("from 1 to 20");
        }
        // A model has an opinion about question marks, too.
        boolean asks = query.codePoints().anyMatch(Character::isLetterOrDigit);
        return !asks ? List.of() : bulkhead.run(() -> findNow(caller, query, max));
    }

    private List<Passage> findNow(Caller caller, String query, int max) {
        Set<String> tokens = rights.tokens().apply(caller);
        Optional<float[]> vector = embeddings.ofQuery(query);
        // Words are all there is to go by then.
        Floor lowest = vector.isPresent() ? floor : Floor.NONE;
        for (int depth = FIRST_DEPTH; ; depth *= 4) {
            Rankings rankings = search(new Question(query, vector, embeddings.model(), tokens, depth));
            List<Passage> passages = readable(caller, Fusion.of(rankings, lowest), max);
            boolean thatIsAll = isExhausted(rankings.byWords(), depth, lowest.words())
                    && isExhausted(rankings.byMeaning(), depth, lowest.similarity());
            if (passages.size() >= max || thatIsAll || depth * 4 > LAST_DEPTH) {
                return passages;
            }
        }
    }

    /** Whether there is nothing deeper in it that could be an answer. */
    private static boolean isExhausted(List<Ranked> ranking, int depth, double floor) {
        return ranking.size() < depth || ranking.get(ranking.size() - 1).score() < floor;
    }

    private Rankings search(Question question) {
        SearchIndex open = index.orRefuse();
        try {
            return open.search(question);
        } catch (IndexFailure e) {
            index.failed(open, e);
            throw KeptIndex.unavailable();
        }
    }

    /** The best of the hits that the caller may read and that are still there. */
    private List<Passage> readable(Caller caller, List<Hit> hits, int max) {
        Set<UUID> files = new LinkedHashSet<>();
        hits.forEach(hit -> files.add(hit.fileId()));
        Set<UUID> readable = rights.readable().among(caller, files);
        List<Hit> allowed = new ArrayList<>();
        Map<UUID, Integer> perFile = new HashMap<>();
        for (Hit hit : hits) {
            if (readable.contains(hit.fileId()) && perFile.merge(hit.fileId(), 1, Integer::sum) <= PER_FILE) {
                allowed.add(hit);
            }
        }
        List<Hit> best = allowed.subList(0, Math.min(allowed.size(), 2 * max));
        Map<List<Object>, ChunkDao.Shown> shown = new HashMap<>();
        ChunkDao.shown(db, best).forEach(chunk -> shown.put(List.of(chunk.fileId(), chunk.number()), chunk));
        return best.stream()
                .filter(hit -> shown.containsKey(List.of(hit.fileId(), hit.chunk())))
                .map(hit -> passage(shown.get(List.of(hit.fileId(), hit.chunk())), hit.score()))
                .limit(max)
                .toList();
    }

    private static Passage passage(ChunkDao.Shown chunk, double score) {
        return new Passage(
                chunk.fileId(),
                chunk.filename(),
                chunk.number(),
                chunk.page(),
                chunk.startAt(),
                chunk.endAt(),
                chunk.content(),
                score);
    }
}
