package dev.gatehouse.bench.search;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** How good rankings are: normalized discounted cumulative gain and recall, both of the first ten. */
record Score(double ndcg, double recall) {
    private static final int DEPTH = 10;

    /** @param rankings of documents, by query; a query without one has found nothing */
    static Score of(Map<String, List<String>> rankings, Map<String, Set<String>> relevant) {
        double ndcg = 0;
        double recall = 0;
        for (Map.Entry<String, Set<String>> query : relevant.entrySet()) {
            List<String> ranking = rankings.getOrDefault(query.getKey(), List.of());
            double gain = 0;
            double ideal = 0;
            int found = 0;
            for (int i = 0; i < DEPTH; i++) {
                double worth = Math.log(2) / Math.log(i + 2);
                if (i < ranking.size() && query.getValue().contains(ranking.get(i))) {
                    gain += worth;
                    found++;
                }
                ideal += i < query.getValue().size() ? worth : 0;
            }
            ndcg += gain / ideal;
            recall += (double) found / query.getValue().size();
        }
        return new Score(ndcg / relevant.size(), recall / relevant.size());
    }

    @Override
    public String toString() {
        return "nDCG@10 %.4f  recall@10 %.4f".formatted(ndcg, recall);
    }
}
