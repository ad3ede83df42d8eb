package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.UUID;

/** A refresh token that was just stored: whose it is and until when it may be used. */
public record IssuedToken(UUID sessionId, long userId, Instant expiresAt) {}
