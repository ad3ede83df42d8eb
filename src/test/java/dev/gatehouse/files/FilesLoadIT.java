package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.JarProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fifty large uploads at once in a small heap, and how fast bytes go in and out beside doing nothing but that. The
 * figures are printed; the least that is accepted can be set, because a busy machine measures itself.
 */
@Tag("promise-10")
@Tag("promise-14")
class FilesLoadIT {
    private static final int FILES = 50;
    private static final int WARM_UP = 16;
    /** As long as those of browsers and curl: a parser that searches for it goes in steps of that length. */
    private static final String BOUNDARY = "------------------------d74496d66958873e";

    private static final int SIZE = 10 * 1024 * 1024;
    private static final double LEAST = Double.parseDouble(System.getProperty("files.least", "0.1"));
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void fiftyLargeUploadsAtOnceFitIntoASmallHeap() throws Exception {
        try (JarProcess jar = new JarProcess()
                .java("-Xmx256m")
                .java("-XX:+ExitOnOutOfMemoryError")
                .start()) {
            Path source = Files.writeString(jar.folder().resolve("source.txt"), "0123456789abcdef".repeat(SIZE / 16));
            String token = token(jar);
            // What is measured is the service, not its compiler.
            AtOnce.all(WARM_UP, i -> upload(jar, token, source).statusCode());

            double copied = measured(() -> copyAll(source, jar.folder()));
            double uploaded = measured(() -> {
                List<Integer> answers =
                        AtOnce.all(FILES, i -> upload(jar, token, source).statusCode());
                assertThat(answers).as("one status for all").containsOnly(201);
            });
            System.out.printf(
                    "%d uploads of 10 MiB at once: %.0f MB/s; copied and synced one after the other: %.0f MB/s; ratio %.2f; heap 256m%n",
                    FILES, uploaded, copied, uploaded / copied);

            double[] down = downloads(jar, token, source);
            System.out.printf(
                    "downloads of 10 MiB: %.0f MB/s; by a bare Jetty: %.0f MB/s; ratio %.2f%n",
                    down[0], down[1], down[0] / down[1]);
            assertThat(uploaded / copied).isGreaterThan(LEAST);
            assertThat(down[0] / down[1]).isGreaterThan(LEAST);
            jar.api().get("/health/ready").hasStatus(200);
        }
    }

    private static double[] downloads(JarProcess jar, String token, Path source) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(server).newResource(source.getParent()));
        server.setHandler(files);
        server.start();
        try {
            URI bare = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/source.txt");
            Answer list = jar.api().withToken(token).get("/api/v1/files/list?limit=1");
            URI ours = URI.create("http://127.0.0.1:" + jar.port() + "/api/v1/files/download/"
                    + list.each("id").get(0));
            measured(() -> downloadAll(bare, token));
            measured(() -> downloadAll(ours, token));
            return new double[] {
                measured(() -> downloadAll(ours, token)), measured(() -> downloadAll(bare, token)),
            };
        } finally {
            server.stop();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** @return megabytes in a second, for {@link #FILES} files */
    private static double measured(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (double) FILES * SIZE / 1e6 / ((System.nanoTime() - start) / 1e9);
    }

    /** With the sync that an acknowledged upload has behind it. */
    private static void copyAll(Path source, Path folder) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Path copy = folder.resolve("copy" + i);
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private static void downloadAll(URI uri, String token) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        for (int i = 0; i < FILES; i++) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<InputStream> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            long total = 0;
            try (InputStream in = response.body()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    total += read;
                }
            }
            assertThat(total).isEqualTo(SIZE);
        }
    }

    private static HttpResponse<String> upload(JarProcess jar, String token, Path source) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + jar.port() + "/api/v1/files/upload?index=false"))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body(head, source)))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static InputStream body(String head, Path source) {
        try {
            InputStream start = new SequenceInputStream(bytes(head), Files.newInputStream(source));
            return new SequenceInputStream(start, bytes("\r\n--" + BOUNDARY + "--\r\n"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String token(JarProcess jar) {
        return jar.api()
                .post("/api/v1/auth/login", Map.of("email", "user@example.com", "password", "User123!"))
                .hasStatus(200)
                .string("access_token");
    }
}
