package dev.gatehouse.search.index;

import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import dev.gatehouse.search.index.SearchIndex.Rankings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;

/** Asks Lucene for the pieces that have the words of a question and for those that lie near it, both behind the same filter. */
final class TwoRankings {
    private TwoRankings() {}

    static Rankings of(IndexSearcher searcher, Analyzer analyzer, Question question) throws IOException {
        Query readers = new TermInSetQuery(
                ChunkDocuments.READER,
                question.readers().stream().map(BytesRef::new).toList());
        Map<Term, TermStates> words = looked(searcher, DocumentAnalyzer.words(analyzer, question.text()));
        List<Ranked> byWords = words.isEmpty()
                ? List.of()
                : ranked(searcher, found(searcher, byWords(words, readers), question), 1 / weight(searcher, words));
        if (question.vector().isEmpty()) {
            return new Rankings(byWords, List.of());
        }
        return new Rankings(
                byWords,
                ranked(searcher, nearest(searcher, question, question.vector().get(), readers), 1));
    }

    /** By their cosine. */
    private static ScoreDoc[] nearest(IndexSearcher searcher, Question question, float[] vector, Query readers)
            throws IOException {
        String field = ChunkDocuments.vectorField(question.model());
        ScoreDoc[] found = found(searcher, new NearestVectors(field, vector, question.depth(), readers), question);
        Arrays.sort(found, Comparator.comparingInt(hit -> hit.doc));
        LeafReaderContext leaf = null;
        FloatVectorValues vectors = null;
        for (ScoreDoc hit : found) {
            if (leaf == null || hit.doc >= leaf.docBase + leaf.reader().maxDoc()) {
                leaf = leafOf(searcher, hit);
                vectors = leaf.reader().getFloatVectorValues(field);
            }
            vectors.advance(hit.doc - leaf.docBase);
            hit.score = VectorUtil.dotProduct(vector, vectors.vectorValue());
        }
        Arrays.sort(found, Comparator.comparingDouble(hit -> -hit.score));
        return found;
    }

    /** Where each word stands in each segment: looked up once, for the query and for what it weighs. */
    private static Map<Term, TermStates> looked(IndexSearcher searcher, List<String> words) throws IOException {
        Map<Term, TermStates> looked = new LinkedHashMap<>();
        for (String word : words) {
            Term term = new Term(ChunkDocuments.TEXT, word);
            looked.put(term, TermStates.build(searcher, term, true));
        }
        return looked;
    }

    private static Query byWords(Map<Term, TermStates> words, Query readers) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        words.forEach((word, states) -> any.add(new TermQuery(word, states), Occur.SHOULD));
        return new BooleanQuery.Builder()
                .add(readers, Occur.FILTER)
                .add(any.build(), Occur.MUST)
                .build();
    }

    /** What a piece would score that consisted of all these words: the sum of their inverse document frequencies. */
    private static double weight(IndexSearcher searcher, Map<Term, TermStates> words) {
        double all = Math.max(searcher.getIndexReader().numDocs(), 1);
        double weight = 0;
        for (TermStates states : words.values()) {
            double with = Math.min(states.docFreq(), all);
            weight += Math.log(1 + (all - with + 0.5) / (with + 0.5));
        }
        return weight;
    }

    private static ScoreDoc[] found(IndexSearcher searcher, Query query, Question question) throws IOException {
        // Counts no further than it must: blocks that cannot hold anything better are skipped.
        int depth = question.depth();
        return searcher.search(query, new TopScoreDocCollectorManager(depth, depth)).scoreDocs;
    }

    private static LeafReaderContext leafOf(IndexSearcher searcher, ScoreDoc hit) {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
    }

    private static List<Ranked> ranked(IndexSearcher searcher, ScoreDoc[] hits, double times) throws IOException {
        List<Ranked> ranked = new ArrayList<>(hits.length);
        for (ScoreDoc hit : hits) {
            LeafReaderContext leaf = leafOf(searcher, hit);
            int document = hit.doc - leaf.docBase;
            BinaryDocValues files = leaf.reader().getBinaryDocValues(ChunkDocuments.FILE_BYTES);
            NumericDocValues numbers = leaf.reader().getNumericDocValues(ChunkDocuments.NUMBER);
            files.advanceExact(document);
            numbers.advanceExact(document);
            ranked.add(
                    new Ranked(ChunkDocuments.uuid(files.binaryValue()), (int) numbers.longValue(), hit.score * times));
        }
        return ranked;
    }
}
