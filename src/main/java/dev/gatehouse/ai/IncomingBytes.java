package dev.gatehouse.ai;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A response body that one can wait for with patience of one's own and give up at any time; the input stream of the JDK
 * can do neither. Holds one piece at the most: whoever reads slowly is sent slowly.
 */
final class IncomingBytes implements HttpResponse.BodySubscriber<IncomingBytes> {
    /** One thing that came: bytes, the end or an error. */
    private record Arrival(List<ByteBuffer> bytes, Throwable error) {}

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private boolean ended;

    @Override
    public CompletionStage<IncomingBytes> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        arrivals.add(new Arrival(bytes, null));
    }

    @Override
    public void onError(Throwable error) {
        arrivals.add(new Arrival(null, error));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival(null, null));
    }

    boolean ended() {
        return ended;
    }

    /**
     * Waits for the next piece.
     *
     * @return empty if none came in time, or at the end
     * @throws IOException if the connection broke
     */
    Optional<List<ByteBuffer>> poll(Duration patience) throws IOException, InterruptedException {
        Arrival arrival = arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (arrival == null) {
            return Optional.empty();
        }
        if (arrival.error() != null) {
            throw new IOException("the connection broke", arrival.error());
        }
        if (arrival.bytes() == null) {
            ended = true;
            return Optional.empty();
        }
        subscription.thenAccept(given -> given.request(1));
        return Optional.of(arrival.bytes());
    }

    /** Closes the connection. */
    void cancel() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
