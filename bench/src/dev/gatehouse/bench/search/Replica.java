package dev.gatehouse.bench.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The jar with a database, files and an index of its own, and an administrator who speaks HTTP to it. */
final class Replica implements AutoCloseable {
    /** The first account of the sample data. */
    static final long OWNER = 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 180;

    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private String token;

    private Replica(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Path folder() {
        return Path.of("target", "bench", "search-quality").toAbsolutePath();
    }

    static Replica start() throws Exception {
        clear();
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddw.server.applicationConnectors[0].port=" + port,
                "-Ddw.server.adminConnectors[0].port=" + freePort(),
                "-Ddw.database.folder=" + folder().resolve("postgres"),
                "-Ddw.search.folder=" + folder().resolve("index"),
                "-Ddw.files.type=disk",
                "-Ddw.files.folder=" + folder().resolve("files"),
                "-Ddw.files.quotas.everybody.bytes=10GiB",
                "-Ddw.files.quotas.everybody.files=1000000",
                "-Ddw.limits.enabled=false"));
        command.addAll(List.of(
                "-jar",
                Path.of("target", "app.jar").toAbsolutePath().toString(),
                "server",
                Path.of("config.yml").toAbsolutePath().toString()));
        Process process = new ProcessBuilder(command)
                .directory(folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder().resolve("gatehouse.log").toFile())
                .start();
        Replica replica = new Replica(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        replica.awaitReady();
        replica.token = replica.post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                .path("access_token")
                .asText();
        return replica;
    }

    UUID upload(String name, String text) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--the-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/plain\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        body.writeBytes("\r\n--the-boundary--\r\n".getBytes(StandardCharsets.UTF_8));
        JsonNode file = send(request("/api/v1/files/upload")
                .header("Content-Type", "multipart/form-data; boundary=the-boundary")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
        return UUID.fromString(file.path("id").asText());
    }

    /** The files of the passages, the best first. */
    List<UUID> search(String query, int max) throws IOException, InterruptedException {
        List<UUID> files = new ArrayList<>();
        post("/api/v1/ai/search-documents", Map.of("query", query, "max_results", max))
                .path("results")
                .forEach(result -> files.add(UUID.fromString(result.path("file_id").asText())));
        return files;
    }

    long count(String sql) throws SQLException, IOException {
        return Long.parseLong(texts(sql).get(0));
    }

    /** The first column. */
    List<String> texts(String sql) throws SQLException, IOException {
        List<String> lines = Files.readAllLines(folder().resolve("postgres/cluster/postmaster.pid"));
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/gatehouse",
                        "gatehouse",
                        Files.readString(folder().resolve("postgres/password")).strip());
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    /** User and system time of all threads so far. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    private JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                send(request("/health/ready").GET().build());
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static void clear() throws IOException {
        if (Files.exists(folder())) {
            try (Stream<Path> files = Files.walk(folder())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(60, TimeUnit.SECONDS);
    }
}
