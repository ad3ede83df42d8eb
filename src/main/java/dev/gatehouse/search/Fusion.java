package dev.gatehouse.search;

import dev.gatehouse.search.index.SearchIndex.Ranked;
import dev.gatehouse.search.index.SearchIndex.Rankings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes one ranking of two by reciprocal ranks (Cormack et al. 2009), documents first: the piece that has the words and
 * the piece that has the meaning need not be the same for a document to be the right one. Within a document its pieces
 * follow each other by their own reciprocal ranks.
 */
final class Fusion {
    private static final double K = 60;

    private record Piece(UUID fileId, int chunk) {}

    private Fusion() {}

    /** @param minSimilarity cosine that a piece needs if it shares no word with the question */
    static List<Hit> of(Rankings rankings, double minSimilarity) {
        Set<Piece> withWords = new HashSet<>();
        rankings.byWords().forEach(ranked -> withWords.add(piece(ranked)));
        List<Ranked> near = rankings.byMeaning().stream()
                .filter(ranked -> ranked.score() >= minSimilarity || withWords.contains(piece(ranked)))
                .toList();
        Map<UUID, Double> files = new HashMap<>();
        Map<Piece, Double> pieces = new LinkedHashMap<>();
        add(rankings.byWords(), files, pieces);
        add(near, files, pieces);
        Map<UUID, Double> best = new HashMap<>();
        pieces.forEach((piece, score) -> best.merge(piece.fileId(), score, Math::max));
        List<Hit> hits = new ArrayList<>();
        pieces.forEach((piece, score) -> hits.add(new Hit(
                piece.fileId(), piece.chunk(), files.get(piece.fileId()) * score / best.get(piece.fileId()))));
        hits.sort(Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(Hit::fileId)
                .thenComparing(Hit::chunk));
        return hits;
    }

    private static void add(List<Ranked> ranking, Map<UUID, Double> files, Map<Piece, Double> pieces) {
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < ranking.size(); i++) {
            Ranked ranked = ranking.get(i);
            pieces.merge(piece(ranked), 1 / (K + i + 1), Double::sum);
            if (seen.add(ranked.fileId())) {
                files.merge(ranked.fileId(), 1 / (K + seen.size()), Double::sum);
            }
        }
    }

    private static Piece piece(Ranked ranked) {
        return new Piece(ranked.fileId(), ranked.chunk());
    }
}
