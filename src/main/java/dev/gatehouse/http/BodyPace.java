package dev.gatehouse.http;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps clients that send their bodies slowly from holding what others need. A small body is collected without a thread
 * and handed on when it is there; a large one is read by whoever wants it, but only so many at a time. Either must come
 * at some pace, or the request is over (408).
 */
final class BodyPace extends Handler.Wrapper {
    /** Nearly every body of the API is smaller; so much memory a slow one may hold. */
    static final int SMALL = 65_536;

    private final Pace pace;
    private final Semaphore largeBodies;
    private final Counter turnedAway;

    /** @param largeBodies how many bodies may be read at a time that are not small */
    BodyPace(Handler next, PatienceConfig patience, int largeBodies, MetricRegistry metrics) {
        super(next);
        this.pace = new Pace(
                patience.body().toJavaDuration(),
                patience.bytesPerSecond().toBytes(),
                metrics.counter("http.slow_bodies"));
        this.largeBodies = new Semaphore(largeBodies);
        this.turnedAway = metrics.counter("http.turned_away");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        if (length == 0 || !Crowd.isCounted(request)) {
            return super.handle(request, response, callback);
        }
        // Who waits to be told to go on is told so by whoever wants the body, not before.
        boolean ahead = length <= SMALL && !request.getHeaders().contains(HttpHeader.EXPECT);
        if (ahead) {
            new Collecting(request, response, callback).run();
            return true;
        }
        return handleLarge(new PacedRequest(request, new ArrayDeque<>(), pace), response, callback);
    }

    private boolean handleLarge(PacedRequest request, Response response, Callback callback) throws Exception {
        if (!largeBodies.tryAcquire()) {
            turnedAway.inc();
            Refusal refusal = Refusal.unavailable("overloaded", "The service reads as many large bodies as it can.");
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(
                    request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, refusal.getMessage(), refusal);
            return true;
        }
        Request.addCompletionListener(request, failure -> largeBodies.release());
        request.readInLargePieces();
        return super.handle(request, response, callback);
    }

    /** Reads a small body piece by piece as it comes, without waiting on any thread. */
    private final class Collecting implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Deque<Content.Chunk> chunks = new ArrayDeque<>();
        private long bytes;
        private boolean waited;

        Collecting(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    waitForMore();
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    giveUp(chunk.getFailure());
                    return;
                }
                chunks.add(chunk);
                bytes += chunk.remaining();
                if (chunk.isLast() || bytes >= SMALL) {
                    goOn(chunk.isLast());
                    return;
                }
            }
        }

        private void waitForMore() {
            if (pace.isKept(request, bytes)) {
                waited = true;
                request.demand(this);
            } else {
                giveUp(new TimeoutException("The body comes too slowly"));
            }
        }

        private void giveUp(Throwable reason) {
            pace.missed();
            release();
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(request, response, callback, HttpStatus.REQUEST_TIMEOUT_408, null, reason);
        }

        private void goOn(boolean complete) {
            if (waited) {
                request.getContext().execute(() -> next(complete));
            } else {
                next(complete);
            }
        }

        private void next(boolean complete) {
            try {
                Request.addCompletionListener(request, failure -> release());
                PacedRequest whole = new PacedRequest(request, chunks, pace);
                boolean handled = complete
                        ? BodyPace.super.handle(whole, response, callback)
                        : handleLarge(whole, response, callback);
                if (!handled) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private void release() {
            chunks.forEach(Content.Chunk::release);
            chunks.clear();
        }
    }
}
