package dev.gatehouse.search.index;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.MultiLeafKnnCollector;
import org.apache.lucene.util.hnsw.BlockingFloatHeap;

/**
 * The nearest vectors behind a filter. Each segment has a graph of its own, and is asked for its share of the nearest and
 * some more; Lucene would ask each of ten for as many as all of them together.
 */
final class NearestVectors extends KnnFloatVectorQuery {
    /** Fewer make a walk through a graph miss what it looks for. */
    private static final int MORE = 8;
    /** Standard deviations: what is near lies where it happened to be written. */
    private static final double DEVIATIONS = 3;

    NearestVectors(String field, float[] vector, int depth, Query readers) {
        super(field, vector, depth, readers);
    }

    @Override
    protected KnnCollectorManager getKnnCollectorManager(int depth, IndexSearcher searcher) {
        IndexReader all = searcher.getIndexReader();
        BlockingFloatHeap best = new BlockingFloatHeap(depth);
        return (visitedLimit, segment) -> {
            int wanted = wanted(depth, (double) segment.reader().maxDoc() / all.maxDoc());
            TopKnnCollector own = new TopKnnCollector(wanted, visitedLimit);
            return all.leaves().size() == 1 ? own : new MultiLeafKnnCollector(depth, best, own);
        };
    }

    private static int wanted(int depth, double share) {
        double expected = depth * share;
        double spread = Math.sqrt(expected * (1 - share));
        return Math.min(depth, (int) Math.ceil(expected + DEVIATIONS * spread) + MORE);
    }
}
