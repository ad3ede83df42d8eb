package dev.gatehouse.replicas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands in front of replicas, at its smallest: every request goes to the next one that was ready when last asked,
 * five times a second. It retries nothing, so that nothing is hidden.
 */
final class Proxy implements AutoCloseable {
    private static final Duration ASK_EVERY = Duration.ofMillis(200);
    /** The client library sets these itself. */
    private static final Set<String> OF_ONE_HOP =
            Set.of("connection", "host", "content-length", "transfer-encoding", "upgrade", "http2-settings");

    private final List<URI> replicas;
    private final List<URI> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService threads = Executors.newFixedThreadPool(32);
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer server;

    Proxy(List<URI> replicas) {
        this.replicas = List.copyOf(replicas);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::relay);
        server.setExecutor(threads);
        server.start();
        probe();
        prober.scheduleWithFixedDelay(this::probe, 0, ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int readyReplicas() {
        return ready.size();
    }

    private void probe() {
        for (URI replica : replicas) {
            boolean isReady = isReady(replica);
            if (isReady && !ready.contains(replica)) {
                ready.add(replica);
            } else if (!isReady) {
                ready.remove(replica);
            }
        }
    }

    private boolean isReady(URI replica) {
        HttpRequest question = HttpRequest.newBuilder(replica.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request(exchange), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // On any other failure the client's connection breaks off, which it counts.
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        List<URI> choice = List.copyOf(ready);
        if (choice.isEmpty()) {
            throw new IOException("No replica is ready");
        }
        URI replica = choice.get(Math.floorMod(turn.getAndIncrement(), choice.size()));
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        replica.resolve(exchange.getRequestURI().toString()))
                .timeout(Duration.ofSeconds(30))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        prober.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
    }
}
