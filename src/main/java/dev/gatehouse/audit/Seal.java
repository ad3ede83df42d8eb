package dev.gatehouse.audit;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * One link of the chain: what the audit rows of one month in a range of positions were when it was made.
 *
 * @param fromPosition where the link before it ended
 * @param toPosition the first position that it does not cover
 * @param hash over the hash before it and the rows
 * @param signature over everything else here, under a key that the database does not hold
 */
@SuppressWarnings("ArrayRecordComponent") // compared by sameAs
public record Seal(
        long no,
        Instant sealedAt,
        long fromPosition,
        long toPosition,
        Instant firstAt,
        Instant lastAt,
        long rowCount,
        byte[] hash,
        byte[] signature) {
    /** All of it in a fixed layout. */
    byte[] signedPart() {
        return ByteBuffer.allocate(10 * Long.BYTES + hash.length)
                .putLong(no)
                .putLong(sealedAt.getEpochSecond())
                .putLong(sealedAt.getNano())
                .putLong(fromPosition)
                .putLong(toPosition)
                .putLong(firstAt.getEpochSecond())
                .putLong(firstAt.getNano())
                .putLong(lastAt.getEpochSecond())
                .putLong(lastAt.getNano())
                .putLong(rowCount)
                .put(hash)
                .array();
    }

    YearMonth month() {
        return monthOf(firstAt);
    }

    boolean sameRange(Seal other) {
        return fromPosition == other.fromPosition && toPosition == other.toPosition;
    }

    boolean sameAs(Seal other) {
        return no == other.no && Arrays.equals(hash, other.hash) && Arrays.equals(signature, other.signature);
    }

    static YearMonth monthOf(Instant time) {
        return YearMonth.from(time.atZone(ZoneOffset.UTC));
    }

    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
