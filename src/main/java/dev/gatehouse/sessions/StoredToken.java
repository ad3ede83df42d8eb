package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.UUID;

/**
 * A refresh token in the database and all that decides whether it may be used.
 *
 * @param expiresAt of the token, never after the session's own end
 * @param successorExpiresAt {@code null} unless the successor is there and still unused
 * @param alive whether the session goes on and its account may sign in
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredToken(
        UUID sessionId,
        long userId,
        Instant issuedAt,
        Instant expiresAt,
        Instant usedAt,
        byte[] sealedSuccessor,
        Instant successorExpiresAt,
        boolean alive) {
    boolean wasUsed() {
        return usedAt != null;
    }

    /** Whether its successor may be handed out once more. */
    boolean isForgiven(Instant usedAfter, Instant now) {
        return usedAt.isAfter(usedAfter)
                && sealedSuccessor != null
                && successorExpiresAt != null
                && successorExpiresAt.isAfter(now);
    }
}
