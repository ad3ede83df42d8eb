package dev.gatehouse.backup;

import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Passes bytes on and remembers how many there were, in how many lines, and what they were. */
final class Fingerprint extends OutputStream {
    private final OutputStream next;
    private final MessageDigest digest = Sha256.digest();
    private long bytes;
    private long lines;

    Fingerprint(OutputStream next) {
        this.next = next;
    }

    /** For bytes that go nowhere else. */
    Fingerprint() {
        this(OutputStream.nullOutputStream());
    }

    long bytes() {
        return bytes;
    }

    /** In PostgreSQL's text format a row is a line: line ends within values are written otherwise. */
    long lines() {
        return lines;
    }

    /** Ends the count. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        digest.update(buffer, offset, length);
        bytes += length;
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '\n') {
                lines++;
            }
        }
        next.write(buffer, offset, length);
    }

    @Override
    public void flush() throws IOException {
        next.flush();
    }

    /** Flushes; who made the stream behind it closes that. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
