package dev.gatehouse.idempotency;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One request's right to be the first with its key.
 *
 * @param scope whose key it is and for which endpoint
 * @param fingerprint what the key stands for: SHA-256 of the request
 * @param claimedAt tells this claim from one that took its place after it was given up
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Claim(String scope, String key, byte[] fingerprint, Instant claimedAt) {
    /** What a stored body is sealed for, so that nobody moves it to another key. */
    byte[] context() {
        return (scope + '\n' + key).getBytes(StandardCharsets.UTF_8);
    }
}
