package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.UUID;

/**
 * A session to be written down, with its first refresh token. Public because JDBI reads it.
 *
 * @param verifiedHash the one that the password was checked against
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Started(
        UUID id,
        long userId,
        String verifiedHash,
        Instant now,
        Instant expiresAt,
        byte[] tokenHash,
        Instant tokenExpiresAt) {}
