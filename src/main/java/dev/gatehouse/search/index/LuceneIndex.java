package dev.gatehouse.search.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/** The index as a folder of Lucene: BM25 over English stems and a graph of vectors (HNSW), both behind the same filter. */
public final class LuceneIndex implements SearchIndex {
    /** Measured on SciFact; shorter documents than those that Lucene's own 1.2 and .75 are for. */
    private static final BM25Similarity WORDS = new BM25Similarity(0.9f, 0.4f);
    /**
     * The graph is walked over vectors of a byte for each dimension, which lie in a quarter of the memory: a walk is as long
     * as it waits for memory. {@link TwoRankings} weighs what it finds by the whole vectors.
     */
    private static final KnnVectorsFormat GRAPH = new Lucene99HnswScalarQuantizedVectorsFormat();
    /** Fewer segments while many files come in, for 64 MB of heap. */
    private static final double BUFFER_MEGABYTES = 64;
    /** Half as many as usual: each segment is a graph of its own that every question walks through. */
    private static final double SEGMENTS_PER_TIER = 5;

    private final FSDirectory directory;
    private final Analyzer analyzer;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    private LuceneIndex(FSDirectory directory, Analyzer analyzer, IndexWriter writer, SearcherManager searchers) {
        this.directory = directory;
        this.analyzer = analyzer;
        this.writer = writer;
        this.searchers = searchers;
    }

    /** @throws IOException if the folder cannot be used, holds something damaged, or another process uses it */
    public static LuceneIndex open(Path folder) throws IOException {
        FSDirectory directory = FSDirectory.open(folder);
        IndexWriter writer = null;
        try {
            Analyzer analyzer = new DocumentAnalyzer();
            IndexWriterConfig config = new IndexWriterConfig(analyzer);
            config.setCodec(new Lucene912Codec() {
                @Override
                public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return GRAPH;
                }
            });
            config.setSimilarity(WORDS);
            config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
            config.setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER));
            config.setCommitOnClose(true);
            writer = new IndexWriter(directory, config);
            SearcherManager searchers = new SearcherManager(writer, new SearcherFactory() {
                @Override
                public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
                    IndexSearcher searcher = new IndexSearcher(reader);
                    searcher.setSimilarity(WORDS);
                    return searcher;
                }
            });
            return new LuceneIndex(directory, analyzer, writer, searchers);
        } catch (IOException | RuntimeException e) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw e;
        }
    }

    @Override
    public Rankings search(Question question) {
        return withSearcher(searcher -> TwoRankings.of(searcher, analyzer, question));
    }

    @Override
    public void put(IndexedFile file) {
        write(() ->
                writer.updateDocuments(new Term(ChunkDocuments.FILE, file.id().toString()), ChunkDocuments.of(file)));
    }

    @Override
    public void remove(UUID fileId) {
        write(() -> writer.deleteDocuments(new Term(ChunkDocuments.FILE, fileId.toString())));
    }

    @Override
    public void refresh() {
        write(searchers::maybeRefreshBlocking);
    }

    @Override
    public void commit() {
        write(writer::commit);
    }

    @Override
    public Map<UUID, Long> versions() {
        refresh();
        return withSearcher(searcher -> {
            Map<UUID, Long> versions = new HashMap<>();
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                readVersions(leaf.reader(), versions);
            }
            return versions;
        });
    }

    private static void readVersions(LeafReader reader, Map<UUID, Long> versions) throws IOException {
        BinaryDocValues files = reader.getBinaryDocValues(ChunkDocuments.FILE_BYTES);
        NumericDocValues numbers = reader.getNumericDocValues(ChunkDocuments.NUMBER);
        NumericDocValues ofFile = reader.getNumericDocValues(ChunkDocuments.VERSION);
        if (files == null || numbers == null || ofFile == null) {
            return;
        }
        Bits live = reader.getLiveDocs();
        while (numbers.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            int document = numbers.docID();
            // Its first piece speaks for a file: all of them come and go together.
            if (numbers.longValue() == 0 && (live == null || live.get(document))) {
                files.advanceExact(document);
                ofFile.advanceExact(document);
                versions.put(ChunkDocuments.uuid(files.binaryValue()), ofFile.longValue());
            }
        }
    }

    @Override
    public void close() throws IOException {
        IOUtils.close(searchers, writer, analyzer, directory);
    }

    @Override
    public void abandon() {
        IOUtils.closeWhileHandlingException(searchers, writer::rollback, analyzer, directory);
    }

    private interface Write {
        void run() throws IOException;
    }

    private interface Read<T> {
        T run(IndexSearcher searcher) throws IOException;
    }

    private static void write(Write write) {
        try {
            write.run();
        } catch (IOException | AlreadyClosedException e) {
            throw new IndexFailure("The index cannot be written", e);
        }
    }

    private <T> T withSearcher(Read<T> read) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return read.run(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException | AlreadyClosedException e) {
            throw new IndexFailure("The index cannot be read", e);
        }
    }
}
