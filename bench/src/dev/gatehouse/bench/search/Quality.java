package dev.gatehouse.bench.search;

import dev.gatehouse.search.embedding.LocalEmbeddings;
import dev.gatehouse.search.index.LuceneIndex;
import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import dev.gatehouse.search.index.SearchIndex.Rankings;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How good and how fast it is for somebody who has nothing but HTTP: uploads a collection, waits until it is indexed, asks
 * every question. Beside it the two rankings by themselves and their fusion, computed from the index that is left behind.
 */
public final class Quality {
    private static final int RESULTS = 20;
    private static final double K = 60;

    private Quality() {}

    /** @param args the folder of the collection; at the most so many documents, those that matter first */
    public static void main(String[] args) throws Exception {
        SciFact scifact = SciFact.read(Path.of(args[0]));
        int most = args.length > 1 ? Integer.parseInt(args[1]) : Integer.MAX_VALUE;
        Map<UUID, String> documents = new HashMap<>();
        Map<String, List<String>> answered = new HashMap<>();
        try (Replica replica = Replica.start()) {
            ingest(replica, chosen(scifact, most), documents);
            for (Map.Entry<String, String> query : scifact.queries().entrySet()) {
                answered.put(query.getKey(), replica.search(query.getValue(), RESULTS).stream()
                        .map(documents::get)
                        .distinct()
                        .toList());
            }
            print("over HTTP, uploads and search-documents alone", answered, scifact);
        }
        offline(scifact, documents);
    }

    /** All, or those that answer a question and as many others as fit. */
    private static Map<String, String> chosen(SciFact scifact, int most) {
        Set<String> ids = new LinkedHashSet<>();
        scifact.relevant().values().forEach(ids::addAll);
        ids.addAll(scifact.documents().keySet());
        Map<String, String> chosen = new HashMap<>();
        ids.stream().limit(most).forEach(id -> chosen.put(id, scifact.documents().get(id)));
        return chosen;
    }

    private static void ingest(Replica replica, Map<String, String> texts, Map<UUID, String> documents)
            throws Exception {
        long begin = System.nanoTime();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            documents.put(replica.upload(text.getKey() + ".txt", text.getValue()), text.getKey());
        }
        System.out.printf("%,d documents uploaded in %.0f s%n", documents.size(), seconds(begin));
        double cpu = replica.cpuSeconds();
        long pieces = replica.count("SELECT count(*) FROM chunk_vectors");
        long from = System.nanoTime();
        while (replica.count("SELECT count(*) FROM file_indexing WHERE status <> 'indexed'") > 0) {
            Thread.sleep(500);
        }
        long embedded = replica.count("SELECT count(*) FROM chunk_vectors") - pieces;
        double spent = replica.cpuSeconds() - cpu;
        double model = modelSeconds(replica.texts("SELECT content FROM file_chunks ORDER BY random() LIMIT 150"));
        System.out.printf(
                "%,d pieces indexed in %.0f s: %.1f ms of CPU each, of the service as a whole; the model alone takes %.1f: %.0f %% (promised: 85)%n",
                embedded, seconds(from), spent * 1000 / embedded, model * 1000, 100 * model * embedded / spent);
        Thread.sleep(3_000);
    }

    /** What the model takes for one piece, by itself in this process. */
    private static double modelSeconds(List<String> pieces) {
        LocalEmbeddings embeddings = new LocalEmbeddings();
        pieces.stream().limit(20).forEach(embeddings::ofPassage);
        long begin = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        pieces.forEach(embeddings::ofPassage);
        return (java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin)
                / 1e9
                / pieces.size();
    }

    private static void offline(SciFact scifact, Map<UUID, String> documents) throws Exception {
        Map<String, List<String>> words = new HashMap<>();
        Map<String, List<String>> meaning = new HashMap<>();
        Map<String, List<String>> fused = new HashMap<>();
        LocalEmbeddings embeddings = new LocalEmbeddings();
        try (LuceneIndex index = LuceneIndex.open(Replica.folder().resolve("index/lucene"))) {
            for (Map.Entry<String, String> query : scifact.queries().entrySet()) {
                Rankings rankings = index.search(new Question(
                        query.getValue(),
                        embeddings.ofQuery(query.getValue()),
                        embeddings.model(),
                        Set.of("u:" + Replica.OWNER),
                        200));
                words.put(query.getKey(), files(rankings.byWords(), documents));
                meaning.put(query.getKey(), files(rankings.byMeaning(), documents));
                fused.put(query.getKey(), fuse(words.get(query.getKey()), meaning.get(query.getKey())));
            }
        }
        print("the index's ranking by words (BM25)", words, scifact);
        print("the index's ranking by meaning (bge-small)", meaning, scifact);
        print("both fused by reciprocal ranks, offline", fused, scifact);
    }

    private static List<String> files(List<Ranked> ranking, Map<UUID, String> documents) {
        return ranking.stream()
                .map(Ranked::fileId)
                .distinct()
                .map(documents::get)
                .toList();
    }

    private static List<String> fuse(List<String> first, List<String> second) {
        Map<String, Double> scores = new HashMap<>();
        for (List<String> ranking : List.of(first, second)) {
            for (int i = 0; i < ranking.size(); i++) {
                scores.merge(ranking.get(i), 1 / (K + i + 1), Double::sum);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void print(String what, Map<String, List<String>> rankings, SciFact scifact) {
        System.out.printf("%-50s %s%n", what, Score.of(rankings, scifact.relevant()));
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
