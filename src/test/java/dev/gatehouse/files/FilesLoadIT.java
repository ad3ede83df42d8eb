package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.JarProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
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
    private static final int SIZE = 10 * 1024 * 1024;
    private static final int ROUNDS = Integer.getInteger("files.rounds", 3);
    private static final double LEAST = Double.parseDouble(System.getProperty("files.least", "0.1"));
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void fiftyLargeUploadsAtOnceFitIntoASmallHeap() throws Exception {
        try (JarProcess jar = new JarProcess()
                .java("-Xmx256m")
                // As in the image.
                .java("-XX:MaxDirectMemorySize=32m")
                .java("-XX:+ExitOnOutOfMemoryError")
                .start()) {
            Path source = Files.writeString(jar.folder().resolve("source.txt"), text());
            Rounds rounds = new Rounds(jar, source, token(jar));
            rounds.warmUp();
            long before = rounds.ownMebibytes();

            Rounds.Figures figures = rounds.run(ROUNDS);

            System.out.println(figures);
            long after = rounds.ownMebibytes();
            System.out.printf("memory of the process: %d MiB, %d MiB before; heap 256 MiB%n", after, before);
            assertThat(figures.ratio()).isGreaterThan(LEAST);
            assertThat(after).as("memory is flat").isLessThan(before + before / 4);
            jar.api().get("/health/ready").hasStatus(200);
        }
    }

    @Test
    void aDownloadIsAsFastAsThatOfABareServer() throws Exception {
        try (JarProcess jar = new JarProcess().java("-Xmx256m").start()) {
            Path source = Files.writeString(jar.folder().resolve("source.txt"), text());
            String token = token(jar);
            assertThat(new SentFile(source, jar.port(), token).send()).isEqualTo(201);

            double[] down = downloads(jar, token, source);

            System.out.printf(
                    "downloads of 10 MiB: %.0f MB/s; by a bare Jetty: %.0f MB/s; ratio %.2f%n",
                    down[0], down[1], down[0] / down[1]);
            assertThat(down[0] / down[1]).isGreaterThan(LEAST);
        }
    }

    /** Lines of letters: a search for a boundary gets no help from what it looks into. */
    private static String text() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(SIZE);
        while (text.length() < SIZE) {
            text.append(text.length() % 64 == 62 ? "\r\n" : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
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
            alternating(ours, bare, token);
            return alternating(ours, bare, token);
        } finally {
            server.stop();
        }
    }

    /** @return medians of both */
    private static double[] alternating(URI ours, URI bare, String token) throws Exception {
        double[] fromUs = new double[ROUNDS];
        double[] fromBare = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            fromUs[i] = measured(() -> downloadAll(ours, token));
            fromBare[i] = measured(() -> downloadAll(bare, token));
        }
        Arrays.sort(fromUs);
        Arrays.sort(fromBare);
        return new double[] {fromUs[ROUNDS / 2], fromBare[ROUNDS / 2]};
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

    private static String token(JarProcess jar) {
        return jar.api()
                .post("/api/v1/auth/login", Map.of("email", "user@example.com", "password", "User123!"))
                .hasStatus(200)
                .string("access_token");
    }
}
