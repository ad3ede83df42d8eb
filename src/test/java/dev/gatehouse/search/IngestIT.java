package dev.gatehouse.search;

import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/** Indexing in the jar as people start it, over a crash in its middle. */
@EnabledOnOs(OS.LINUX)
class IngestIT {
    private static final int PIECES = 120;
    private static final int REQUESTS = 600;
    /** A busy machine measures itself. */
    private static final double MOST = Double.parseDouble(System.getProperty("search.slower", "10"));

    @Test
    void indexingGoesOnBehindTheLastPiecesThatWereCommittedBeforeAKill() throws Exception {
        try (JarProcess jar = new JarProcess().with("search.lease", "2s")) {
            Path temporary = Files.createDirectory(jar.folder().resolve("tmp"));
            jar.java("-Djava.io.tmpdir=" + temporary).start();
            assertThat(residentMebibytes(jar))
                    .as("memory before anybody needs the model")
                    .isLessThanOrEqualTo(350);
            String id = signedIn(jar)
                    .upload("/api/v1/files/upload", "long.txt", text().getBytes(StandardCharsets.UTF_8))
                    .hasStatus(201)
                    .string("id");
            JarProcess.await("some vectors", () -> number(jar, "SELECT count(*) FROM chunk_vectors") >= 32);
            jar.kill();
            jar.start();
            long kept = number(jar, "SELECT count(*) FROM chunk_vectors WHERE number < 32");
            long oldest = number(jar, "SELECT min(xmin::text::bigint) FROM chunk_vectors WHERE number < 32");

            Api again = signedIn(jar);
            JarProcess.await("the index", () -> again.get("/api/v1/files/" + id)
                    .string("index_status")
                    .equals("indexed"));

            assertThat(kept).isEqualTo(32);
            assertThat(number(jar, "SELECT min(xmin::text::bigint) FROM chunk_vectors WHERE number < 32"))
                    .as("nothing was embedded twice")
                    .isEqualTo(oldest);
            assertThat(number(jar, "SELECT count(*) FROM chunk_vectors"))
                    .isEqualTo(number(jar, "SELECT count(*) FROM file_chunks"));
            assertThat(bytesIn(temporary))
                    .as("what the killed process has left in the temporary folder")
                    .isLessThan(1 << 20);
            long resident = residentMebibytes(jar);
            System.out.printf("resident after indexing: %d MiB; app.jar: %d MB%n", resident, size() / 1_000_000);
            assertThat(resident).isLessThanOrEqualTo(700);
            assertThat(size()).isLessThanOrEqualTo(170L << 20);
        }
    }

    /** Two requests that cost next to nothing, one after the other, alone and while a long document is embedded. */
    @Test
    @Tag("promise-10")
    void otherRequestsHardlyNoticeThatDocumentsAreIndexed() throws Exception {
        try (JarProcess jar = new JarProcess().start()) {
            Api api = signedIn(jar);
            p99(api, REQUESTS / 2);
            double alone = p99(api, REQUESTS);
            api.upload("/api/v1/files/upload", "long.txt", text().repeat(8).getBytes(StandardCharsets.UTF_8))
                    .hasStatus(201);
            JarProcess.await("some vectors", () -> number(jar, "SELECT count(*) FROM chunk_vectors") >= 32);
            double meanwhile = p99(api, REQUESTS);
            assertThat(number(jar, "SELECT count(*) FROM file_indexing WHERE status = 'embedding'"))
                    .as("it was going on all the time")
                    .isEqualTo(1);
            System.out.printf(
                    "p99 of GET /users/me: %.1f ms alone, %.1f ms while documents are indexed (promised: twice)%n",
                    alone, meanwhile);
            assertThat(meanwhile / alone).isLessThan(MOST);
        }
    }

    /** Milliseconds, of requests at a pace that people have. */
    private static double p99(Api api, int requests) throws InterruptedException {
        double[] times = new double[requests];
        for (int i = 0; i < requests; i++) {
            long begin = System.nanoTime();
            api.get("/api/v1/users/me").hasStatus(200);
            times[i] = (System.nanoTime() - begin) / 1e6;
            Thread.sleep(10);
        }
        Arrays.sort(times);
        return times[requests * 99 / 100];
    }

    private static long bytesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static long size() throws IOException {
        return Files.size(Path.of(System.getProperty("app.jar", "target/app.jar")));
    }

    private static String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PIECES * 13; i++) {
            text.append("Sentence number ").append(i).append(" speaks of herons that stand in shallow water. ");
        }
        return text.toString();
    }

    private static long number(JarProcess jar, String query) {
        try (Connection connection = connect(jar);
                ResultSet row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(JarProcess jar) throws SQLException, IOException {
        Path postgres = jar.folder().resolve("postgres");
        List<String> lines = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/gatehouse",
                "gatehouse",
                Files.readString(postgres.resolve("password")).strip());
    }

    private static Api signedIn(JarProcess jar) {
        return jar.api()
                .withToken(jar.api()
                        .post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                        .hasStatus(200)
                        .string("access_token"));
    }

    private static long residentMebibytes(JarProcess jar) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + jar.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
