package dev.gatehouse.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A month whose rows retention removed.
 *
 * @param month its first day
 * @param lastSeal seals of the month up to this one have lost their rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Purge(LocalDate month, Instant purgedAt, long lastSeal, byte[] signature) {
    byte[] signedPart() {
        return (month + "|" + purgedAt + "|" + lastSeal).getBytes(StandardCharsets.UTF_8);
    }

    boolean covers(Seal seal) {
        return YearMonth.from(month).equals(seal.month()) && seal.no() <= lastSeal;
    }
}
