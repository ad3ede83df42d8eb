package dev.gatehouse.audit;

import dev.gatehouse.kernel.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;

/** Computes the hash of one seal from the hash before it and its rows, one row at a time. */
final class SealDigest {
    /** What the first seal follows. */
    static final byte[] BEGINNING = new byte[32];

    private final MessageDigest digest;
    private long rows;
    private Instant firstAt;
    private Instant lastAt;

    SealDigest(byte[] previousHash) {
        this.digest = Sha256.digest();
        digest.update(previousHash);
    }

    void add(SealedRow row) {
        byte[] encoded = row.encode();
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, encoded.length));
        digest.update(encoded);
        rows++;
        Instant at = row.occurredAt();
        firstAt = firstAt == null || at.isBefore(firstAt) ? at : firstAt;
        lastAt = lastAt == null || at.isAfter(lastAt) ? at : lastAt;
    }

    long rows() {
        return rows;
    }

    Instant firstAt() {
        return firstAt;
    }

    Instant lastAt() {
        return lastAt;
    }

    /** Ends the computation; call it once. */
    byte[] hash() {
        return digest.digest();
    }
}
