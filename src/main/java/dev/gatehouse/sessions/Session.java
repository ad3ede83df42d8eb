package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.UUID;

/**
 * A sign-in that still holds, as its owner sees it.
 *
 * @param current whether it is the one of this very request
 */
public record Session(
        UUID id,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        String ipAddress,
        String userAgent,
        boolean current) {}
