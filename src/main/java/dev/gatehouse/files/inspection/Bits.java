package dev.gatehouse.files.inspection;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Looks at single places of a file. */
final class Bits {
    private Bits() {}

    static boolean has(ByteBuffer content, int at, String ascii) {
        if (at < 0 || at + ascii.length() > content.limit()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (content.get(at + i) != (byte) ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** One character for each byte. */
    static String text(ByteBuffer content, int from, int to) {
        byte[] bytes = new byte[Math.max(0, to - from)];
        content.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static InputStream stream(ByteBuffer content, int from, int length) {
        ByteBuffer slice = content.slice(from, length);
        return new InputStream() {
            @Override
            public int read() {
                return slice.hasRemaining() ? slice.get() & 0xFF : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int wanted) {
                if (!slice.hasRemaining()) {
                    return wanted == 0 ? 0 : -1;
                }
                int count = Math.min(wanted, slice.remaining());
                slice.get(buffer, offset, count);
                return count;
            }
        };
    }
}
