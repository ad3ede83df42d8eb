package dev.gatehouse.idempotency;

import java.time.Instant;

/**
 * A key as it lies in the table.
 *
 * @param completedAt {@code null} while the first request is still running
 * @param headers a JSON object
 * @param body sealed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record ClaimRow(byte[] fingerprint, Instant completedAt, Integer status, String headers, byte[] body) {}
