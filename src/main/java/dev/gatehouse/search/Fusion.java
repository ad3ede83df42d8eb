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

    /**
     * What makes a piece an answer at all; one of both is enough.
     *
     * @param similarity the cosine
     * @param words the share of the question's words, by weight
     */
    record Floor(double similarity, double words) {
        static final Floor NONE = new Floor(-1, 0);
    }

    private Fusion() {}

    static List<Hit> of(Rankings rankings, Floor floor) {
        Set<Piece> answers = new HashSet<>();
        rankings.byWords().stream()
                .filter(ranked -> ranked.score() >= floor.words())
                .forEach(ranked -> answers.add(piece(ranked)));
        rankings.byMeaning().stream()
                .filter(ranked -> ranked.score() >= floor.similarity())
                .forEach(ranked -> answers.add(piece(ranked)));
        Map<UUID, Double> files = new HashMap<>();
        Map<Piece, Double> pieces = new LinkedHashMap<>();
        add(rankings.byWords(), answers, files, pieces);
        add(rankings.byMeaning(), answers, files, pieces);
        Map<UUID, Double> best = new HashMap<>();
        pieces.forEach((piece, score) -> best.merge(piece.fileId(), score, Math::max));
        List<Hit> hits = new ArrayList<>();
        pieces.forEach((piece, score) -> hits.add(
                new Hit(piece.fileId(), piece.chunk(), files.get(piece.fileId()) * score / best.get(piece.fileId()))));
        hits.sort(Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(Hit::fileId)
                .thenComparing(Hit::chunk));
        return hits;
    }

    private static void add(
            List<Ranked> ranking, Set<Piece> answers, Map<UUID, Double> files, Map<Piece, Double> pieces) {
        Set<UUID> seen = new HashSet<>();
        int rank = 0;
        for (Ranked ranked : ranking) {
            if (answers.contains(piece(ranked))) {
                rank++;
                pieces.merge(piece(ranked), 1 / (K + rank), Double::sum);
                if (seen.add(ranked.fileId())) {
                    files.merge(ranked.fileId(), 1 / (K + seen.size()), Double::sum);
                }
            }
        }
    }

    private static Piece piece(Ranked ranked) {
        return new Piece(ranked.fileId(), ranked.chunk());
    }
}
