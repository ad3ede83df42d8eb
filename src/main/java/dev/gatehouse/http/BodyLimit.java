package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops reading a body at the limit, whether or not its length was announced. */
@PreMatching
final class BodyLimit implements ContainerRequestFilter {
    private final long maximumBytes;

    BodyLimit(long maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > maximumBytes) {
            throw tooLarge();
        }
        request.setEntityStream(new Counting(request.getEntityStream()));
    }

    private Refusal tooLarge() {
        return Refusal.tooLarge("content_too_large", "The body is larger than " + maximumBytes + " bytes.");
    }

    private final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            count += read;
            if (count > maximumBytes) {
                throw tooLarge();
            }
        }
    }
}
