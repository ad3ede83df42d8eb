package dev.gatehouse.bench.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.search.embedding.LocalEmbeddings;
import dev.gatehouse.search.index.IndexKind;
import dev.gatehouse.search.index.SearchIndex;
import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How fast many pieces are searched, and how fast the index is there again after a crash and from nothing. */
public final class Speed {
    private static final int TEXTS = 1_500;
    private static final int WARM_UP = 200;

    private Speed() {}

    /**
     * @param args the folder of the collection, and how many pieces, or {@code again} for those of the last time; or
     *     {@code crash} for that part alone; {@code serve} is the process that is killed
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of("target", "bench", "search-speed").toAbsolutePath();
        if (args[0].equals("serve")) {
            serve(folder);
            return;
        }
        if (args[0].equals("crash")) {
            crash(folder);
            return;
        }
        SciFact scifact = SciFact.read(Path.of(args[0]));
        boolean again = args[1].equals("again");
        delete(again ? folder.resolve("index") : folder);
        try (DatabaseModuleCloser closer = new DatabaseModuleCloser(Engine.database(folder))) {
            DatabaseModule database = closer.module();
            database.schema().migrate();
            Postgres.useVectors(database.database());
            Library library = again
                    ? Library.ofTheLastTime(database.database())
                    : fill(database.database(), Integer.parseInt(args[1]), scifact);
            measure(folder, database, library, List.copyOf(scifact.queries().values()));
        }
        crash(folder);
    }

    private static Library fill(Database db, int chunks, SciFact scifact) {
        List<String> texts = scifact.documents().values().stream()
                .limit(TEXTS)
                .map(text -> text.substring(0, Math.min(text.length(), 1_000)))
                .toList();
        long begin = System.nanoTime();
        Library library = Library.fill(db, chunks, texts, new LocalEmbeddings());
        System.out.printf("%,d pieces written in %.0f s%n", chunks, seconds(begin));
        return library;
    }

    private static void measure(Path folder, DatabaseModule database, Library library, List<String> queries)
            throws Exception {
        long begin = System.nanoTime();
        double cpu = cpuSeconds();
        try (Engine engine = Engine.start(database, folder)) {
            System.out.printf(
                    "index made from PostgreSQL in %.1f s, %.1f s of CPU (promised: 180)%n",
                    seconds(begin), cpuSeconds() - cpu);
            questions(engine, library.few(), queries, "a reader of 1 %");
            questions(engine, library.half(), queries, "a reader of 50 %");
        }
        recall(folder, database.database(), "u:" + library.few(), "f.user_id = " + library.few(), queries);
        recall(
                folder,
                database.database(),
                "r:" + database.database().withHandle(handle -> handle.createQuery(
                                "SELECT id FROM roles WHERE name = 'half'")
                        .mapTo(Long.class)
                        .one()),
                "EXISTS (SELECT 1 FROM file_role_readers r WHERE r.file_id = f.id)",
                queries);
    }

    private static void questions(Engine engine, long reader, List<String> queries, String who) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] cpu = new double[queries.size()];
        double[] wall = new double[queries.size()];
        Postgres postgres = new Postgres(engine.database());
        int found = 0;
        for (int i = -WARM_UP; i < queries.size(); i++) {
            if (i == 0) {
                postgres.begin();
            }
            long cpuBegin = threads.getCurrentThreadCpuTime();
            long wallBegin = System.nanoTime();
            int count = engine.search()
                    .find(Engine.caller(reader), queries.get(Math.floorMod(i, queries.size())), 10)
                    .size();
            if (i >= 0) {
                cpu[i] = (threads.getCurrentThreadCpuTime() - cpuBegin) / 1e6;
                wall[i] = (System.nanoTime() - wallBegin) / 1e6;
                found += count;
            }
        }
        double ofPostgres = postgres.cpuSeconds() * 1e3 / queries.size();
        Arrays.sort(cpu);
        Arrays.sort(wall);
        System.out.printf(
                "%s: CPU p50 %.1f ms, p99 %.1f ms (promised: 15, 40), PostgreSQL %.1f more; wall p50 %.1f, p99 %.1f ms; %.1f passages%n",
                who, at(cpu, .5), at(cpu, .99), ofPostgres, at(wall, .5), at(wall, .99), (double) found / queries.size());
    }

    /** What share of the ten nearest pieces the graph finds, against looking at all of them. */
    private static void recall(Path folder, Database db, String token, String readable, List<String> queries)
            throws IOException {
        List<Object[]> all = db.withHandle(handle -> handle.createQuery("""
                        SELECT v.file_id, v.number, v.vector
                          FROM chunk_vectors v JOIN files f ON f.id = v.file_id WHERE
                        """ + readable)
                .map((row, context) -> new Object[] {row.getObject(1) + "/" + row.getInt(2), floats(row.getBytes(3))})
                .list());
        LocalEmbeddings embeddings = new LocalEmbeddings();
        double hits = 0;
        int asked = Math.min(queries.size(), 100);
        try (SearchIndex index = IndexKind.fitting(db).open(folder.resolve("index/lucene"))) {
            for (String query : queries.subList(0, asked)) {
                float[] vector = embeddings.ofQuery(query).orElseThrow();
                Set<Object> exact = new HashSet<>();
                all.stream()
                        .map(piece -> new Near(piece[0], dot(vector, (float[]) piece[1])))
                        .sorted(Comparator.comparingDouble(Near::cosine).reversed())
                        .limit(10)
                        .forEach(near -> exact.add(near.piece()));
                List<Ranked> near = index.search(
                                new Question("", Optional.of(vector), embeddings.model(), Set.of(token), 100))
                        .byMeaning();
                hits += near.stream()
                        .limit(10)
                        .filter(ranked -> exact.contains(ranked.fileId() + "/" + ranked.chunk()))
                        .count();
            }
        }
        System.out.printf(
                "recall@10 against looking at all %,d pieces of %s: %.3f (promised: .95)%n",
                all.size(), token, hits / asked / 10);
    }

    /** Kills a process that changes its index, three times, and looks how soon the next one is current. */
    private static void crash(Path folder) throws Exception {
        for (int i = 0; i < 3; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Speed.class.getName(),
                            "serve")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("answers")) {
                        System.out.println((i == 0 ? "start: " : "start after kill -9: ") + line + " (promised: 2.0)");
                        break;
                    }
                }
                Thread.sleep(4_000);
                process.destroyForcibly();
                process.waitFor();
            }
        }
    }

    /** Opens the index, says when it is current, and keeps changing files until somebody kills it. */
    private static void serve(Path folder) throws Exception {
        DatabaseModule database = Engine.database(folder);
        database.database().withHandle(handle -> handle.execute("SELECT 1"));
        long begin = System.nanoTime();
        double cpu = cpuSeconds();
        Engine engine = Engine.open(database, folder);
        double open = seconds(begin);
        engine.awaitCurrent();
        System.out.printf(
                "answers after %.2f s, current after %.2f s, %.2f s of CPU%n",
                open, seconds(begin), cpuSeconds() - cpu);
        while (true) {
            engine.database().withHandle(handle -> handle.execute("""
                    WITH touched AS (
                      UPDATE file_indexing SET version = nextval('file_versions')
                       WHERE file_id IN (SELECT file_id FROM file_indexing ORDER BY random() LIMIT 1)
                       RETURNING file_id)
                    SELECT pg_notify('gatehouse', 'documents:' || file_id) FROM touched
                    """));
            // Some forty pieces a second: what two cores embed.
            Thread.sleep(200);
        }
    }

    private static float[] floats(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
        return vector;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : new ArrayList<>(files.sorted(Comparator.reverseOrder()).toList())) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private record Near(Object piece, double cosine) {}

    private record DatabaseModuleCloser(DatabaseModule module) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            module.close();
        }
    }
}
