package dev.gatehouse.ai;

import dev.gatehouse.ai.ProviderTrouble.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** One answer of a provider, event by event; given up when it is silent, endless, or nobody listens any more. */
final class EventStream implements AutoCloseable {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    /**
     * How long to wait.
     *
     * @param tick between two looks at whether anybody listens
     * @param silence without a byte
     * @param whole for everything
     */
    record Patience(Duration tick, Duration silence, Duration whole) {}

    private final Patience patience;
    private final Listener listener;
    private final EventLines lines = new EventLines();
    private final long start = System.nanoTime();
    private long lastSign = start;
    private CompletableFuture<HttpResponse<IncomingBytes>> exchange;
    private IncomingBytes body;

    private EventStream(Patience patience, Listener listener) {
        this.patience = patience;
        this.listener = listener;
    }

    /** @throws ProviderTrouble unless the provider begins an answer */
    static EventStream open(HttpClient client, HttpRequest request, Patience patience, Listener listener) {
        EventStream stream = new EventStream(patience, listener);
        try {
            stream.begin(client, request);
            return stream;
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** @return empty at the end of the stream, whether or not the answer was whole */
    Optional<EventLines.Event> next() {
        Optional<EventLines.Event> event = lines.next();
        while (event.isEmpty() && !body.ended()) {
            await();
            event = lines.next();
        }
        return event;
    }

    @Override
    public void close() {
        if (body != null) {
            body.cancel();
        }
        if (exchange != null) {
            exchange.cancel(true);
        }
    }

    private void begin(HttpClient client, HttpRequest request) {
        exchange = client.sendAsync(request, info -> new IncomingBytes());
        HttpResponse<IncomingBytes> response = null;
        while (response == null) {
            try {
                response = exchange.get(patience.tick().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                idle();
            } catch (ExecutionException e) {
                // Its message may hold addresses, its class is enough.
                throw new ProviderTrouble(Kind.AWAY, e.getCause().getClass().getSimpleName());
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        body = response.body();
        lastSign = System.nanoTime();
        judge(response);
    }

    private void await() {
        try {
            Optional<List<ByteBuffer>> bytes = body.poll(patience.tick());
            if (bytes.isPresent()) {
                lastSign = System.nanoTime();
                bytes.get().forEach(lines::feed);
                checkWhole();
            } else if (!body.ended()) {
                idle();
            }
        } catch (IOException e) {
            throw new ProviderTrouble(Kind.BROKEN_OFF, "the connection broke");
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void idle() {
        listener.tick();
        if (System.nanoTime() - lastSign > patience.silence().toNanos()) {
            throw new ProviderTrouble(Kind.SILENT, "silent for " + patience.silence());
        }
        checkWhole();
    }

    private void checkWhole() {
        if (System.nanoTime() - start > patience.whole().toNanos()) {
            throw new ProviderTrouble(Kind.SILENT, "not finished after " + patience.whole());
        }
    }

    private static ProviderTrouble interrupted() {
        Thread.currentThread().interrupt();
        return new ProviderTrouble(Kind.BROKEN_OFF, "the service is stopping");
    }

    /** What a provider writes beside its status is not looked at: it may repeat what it was sent. */
    private static void judge(HttpResponse<IncomingBytes> response) {
        int status = response.statusCode();
        if (status == 200) {
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (!type.startsWith("text/event-stream")) {
                throw new ProviderTrouble(Kind.MALFORMED, "not a stream of events");
            }
            return;
        }
        Duration wait = response.headers()
                .firstValue("Retry-After")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
        // 529 is Anthropic's "overloaded".
        Kind kind = status == 429 || status == 529 ? Kind.BUSY : status >= 500 ? Kind.AWAY : Kind.REFUSED;
        throw new ProviderTrouble(kind, "status " + status, wait);
    }
}
