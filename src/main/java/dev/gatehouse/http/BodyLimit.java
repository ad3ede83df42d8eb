package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Stops reading a body at the limit, whether or not its length was announced; and reads to its end one within the limit
 * whose request was refused before anybody looked at it. Jetty would close that connection without a word, and the
 * client's next request, which did nothing wrong, would find it dead.
 */
@PreMatching
final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BODY = "dev.gatehouse.http.body";

    private final long maximumBytes;
    private final Map<String, Long> largerBodies;

    /** @param largerBodies what single paths may take beyond the limit, by path without a slash at its ends */
    BodyLimit(long maximumBytes, Map<String, Long> largerBodies) {
        this.maximumBytes = maximumBytes;
        this.largerBodies = Map.copyOf(largerBodies);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        long limit = limitOf(request);
        if (request.getLength() > limit) {
            throw tooLarge(limit);
        }
        Counting body = new Counting(request.getEntityStream(), limit);
        request.setProperty(BODY, body);
        request.setEntityStream(body);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean hasBody = request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null;
        if (hasBody && !isRead(request)) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }

    private static boolean isRead(ContainerRequestContext request) {
        // Who waits for "100 Continue" has not sent the body, and after a refusal need not.
        boolean sent = request.getHeaderString("Expect") == null;
        return request.getProperty(BODY) instanceof Counting body && (body.ended || (sent && body.readToEnd()));
    }

    /** Whether the body goes on beyond the limit, wherever its reader gave up. */
    static boolean isExceeded(HttpServletRequest request) {
        return request.getAttribute(BODY) instanceof Counting body && body.goesBeyond();
    }

    /** Jetty fails a read when the client hangs up, is silent for too long, or sends too slowly. */
    private static Refusal broken(IOException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return Refusal.tooSlow("The body did not come in time.");
            }
        }
        return Refusal.malformed("incomplete_body", "The body broke off.");
    }

    private long limitOf(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        String place = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return largerBodies.getOrDefault(place, maximumBytes);
    }

    static Refusal tooLarge() {
        return Refusal.tooLarge("content_too_large", "The body is larger than this place takes.");
    }

    private static Refusal tooLarge(long limit) {
        return Refusal.tooLarge("content_too_large", "The body is larger than " + limit + " bytes.");
    }

    private static final class Counting extends FilterInputStream {
        private final long limit;
        private long count;
        private boolean ended;

        Counting(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int read = super.read(buffer, offset, length);
                count(read);
                return read;
            } catch (IOException e) {
                throw broken(e);
            }
        }

        private void count(int read) {
            ended = read < 0;
            count += Math.max(0, read);
            if (count > limit) {
                throw tooLarge(limit);
            }
        }

        boolean readToEnd() {
            byte[] buffer = new byte[8192];
            try {
                while (!ended) {
                    read(buffer, 0, buffer.length);
                }
                return true;
            } catch (IOException | Refusal e) {
                return false;
            }
        }

        boolean goesBeyond() {
            return !readToEnd() && count > limit;
        }

        /** A reader that gives up half-way closes; the rest must still be readable. */
        @Override
        public void close() {}
    }
}
