package dev.gatehouse.files.inspection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How many inflated bytes one inspection may still see; a bomb runs out of it long before the machine runs out of anything. */
final class Budget {
    /** Nothing is left. */
    static final class Spent extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final long total;
    private long left;

    Budget(long bytes) {
        this.total = bytes;
        this.left = bytes;
    }

    Objection objection() {
        return Objection.tooComplex("more than " + total + " bytes come out of it");
    }

    /** Everything that is read through it is paid for. */
    InputStream charge(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                left -= Math.max(0, read);
                if (left < 0) {
                    throw new Spent();
                }
                return read;
            }
        };
    }
}
