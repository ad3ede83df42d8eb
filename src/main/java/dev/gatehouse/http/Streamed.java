package dev.gatehouse.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * A body that is written piece by piece. If it cannot be finished, the connection breaks off: Jersey alone would end the
 * response properly, and half a file would look like a whole one.
 */
public final class Streamed {
    /** Writes the pieces. */
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private Streamed() {}

    /** @param request whose answer it is */
    public static StreamingOutput of(HttpServletRequest request, Body body) {
        return out -> {
            Watched watched = new Watched(out);
            try {
                body.writeTo(watched);
            } catch (RuntimeException e) {
                // Before the first byte it can still become an answer of its own.
                if (watched.begun) {
                    ServletContextRequest.getServletContextRequest(request)
                            .getServletChannel()
                            .abort(e);
                }
                throw e;
            }
        };
    }

    /** Knows whether anything was written. */
    private static final class Watched extends FilterOutputStream {
        private boolean begun;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            begun = true;
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            begun = true;
            out.write(bytes, offset, length);
        }
    }
}
