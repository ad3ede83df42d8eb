package dev.gatehouse.bench.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** A collection for measuring retrieval: abstracts, claims, and which abstracts speak of which claim. */
record SciFact(Map<String, String> documents, Map<String, String> queries, Map<String, Set<String>> relevant) {
    /** @param folder with {@code corpus.jsonl.gz}, {@code queries_dev.tsv} and {@code qrels_dev.tsv} */
    static SciFact read(Path folder) throws IOException {
        Map<String, String> documents = new LinkedHashMap<>();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("corpus.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode document = json.readTree(line);
                documents.put(
                        document.get("_id").asText(),
                        document.get("title").asText() + "\n\n" + document.get("text").asText());
            }
        }
        Map<String, Set<String>> relevant = new LinkedHashMap<>();
        for (String[] row : rows(folder.resolve("qrels_dev.tsv"))) {
            if (documents.containsKey(row[1])) {
                relevant.computeIfAbsent(row[0], query -> new HashSet<>()).add(row[1]);
            }
        }
        Map<String, String> queries = new LinkedHashMap<>();
        for (String[] row : rows(folder.resolve("queries_dev.tsv"))) {
            if (relevant.containsKey(row[0])) {
                queries.put(row[0], row[1]);
            }
        }
        return new SciFact(documents, queries, relevant);
    }

    private static List<String[]> rows(Path file) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(line.split("\t"));
        }
        return rows;
    }
}
