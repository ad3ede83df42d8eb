package dev.gatehouse.sessions;

import java.time.Instant;

/**
 * A signing key as it is stored; never changed once it is.
 *
 * @param sealedPrivate the whole pair under the master key, with the key's name as context
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SigningKeyRow(
        String kid, String algorithm, String publicJwk, byte[] sealedPrivate, Instant createdAt, Instant signsFrom) {}
