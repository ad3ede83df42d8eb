package dev.gatehouse.http;

import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Lets a connection read a large body in larger pieces than it reads requests in, because every piece is a way through
 * the kernel and everybody who handles it. Only so many bodies are large at a time, so only so many buffers are.
 */
final class LargePieces {
    static final int SIZE = 65_536;

    private int smallBuffer;
    private Content.Chunk held;

    /** Until the request is over. */
    LargePieces(Request request) {
        if (request.getConnectionMetaData().getConnection() instanceof AbstractConnection connection
                && connection.getInputBufferSize() < SIZE) {
            int usual = connection.getInputBufferSize();
            smallBuffer = usual;
            connection.setInputBufferSize(SIZE);
            Request.addCompletionListener(request, failure -> {
                connection.setInputBufferSize(usual);
                end();
            });
        }
    }

    /**
     * Holds on to what has been read until the next piece has been, as long as it may be out of the buffer that the
     * connection had: it fills the same one again unless somebody does, and takes a new one when it is full.
     */
    synchronized void pass(Content.Chunk chunk) {
        release();
        if (smallBuffer > 0 && chunk.canRetain()) {
            smallBuffer -= chunk.remaining();
            chunk.retain();
            held = chunk;
        }
    }

    private synchronized void end() {
        smallBuffer = 0;
        release();
    }

    private void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
