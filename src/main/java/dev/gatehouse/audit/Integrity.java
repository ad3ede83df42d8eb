package dev.gatehouse.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * What can be said of the record right now, the same on every replica.
 *
 * @param status {@code intact} or {@code broken} as the last verification found it, {@code unverified} before the first
 * @param lastSeal the newest link of the chain, {@code null} before the first
 * @param lastVerification {@code null} before the first
 */
record Integrity(String status, LastSeal lastSeal, LastVerification lastVerification, Lag lag) {
    /** The newest link of the chain. */
    record LastSeal(long no, Instant sealedAt, long rows, String hash) {}

    /**
     * The last look at the whole chain.
     *
     * @param lastSeal up to which seal it looked, {@code null} if there was none
     * @param rows how many sealed rows it read
     */
    record LastVerification(
            Instant verifiedAt,
            String result,
            Long lastSeal,
            long seals,
            long rows,
            long unsealedRows,
            @JsonRawValue String findings) {}

    /**
     * How far the seals are behind.
     *
     * @param seconds age of the oldest row that could have been sealed
     * @param rows how many rows wait
     */
    record Lag(long seconds, long rows) {}
}
