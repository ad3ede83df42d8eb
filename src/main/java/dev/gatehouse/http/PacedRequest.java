package dev.gatehouse.http;

import java.util.Deque;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Hands out what was collected of a body, then what comes, as long as it comes at the pace. */
final class PacedRequest extends Request.Wrapper {
    private final Deque<Content.Chunk> collected;
    private final Pace pace;
    private LargePieces pieces;
    private long bytes;

    PacedRequest(Request request, Deque<Content.Chunk> collected, Pace pace) {
        super(request);
        this.collected = collected;
        this.pace = pace;
        this.bytes = collected.stream().mapToLong(Content.Chunk::remaining).sum();
    }

    void readInLargePieces() {
        pieces = new LargePieces(this);
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk known = collected.poll();
        if (known != null) {
            return known;
        }
        Content.Chunk chunk = super.read();
        if (chunk == null || Content.Chunk.isFailure(chunk)) {
            return chunk;
        }
        bytes += chunk.remaining();
        if (chunk.isLast() || pace.isKept(this, bytes)) {
            if (pieces != null) {
                pieces.pass(chunk);
            }
            return chunk;
        }
        chunk.release();
        pace.missed();
        return Content.Chunk.from(new TimeoutException("The body comes too slowly"), true);
    }

    @Override
    public void demand(Runnable demandCallback) {
        if (collected.isEmpty()) {
            super.demand(demandCallback);
        } else {
            demandCallback.run();
        }
    }
}
