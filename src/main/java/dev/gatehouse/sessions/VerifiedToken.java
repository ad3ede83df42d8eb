package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.UUID;

/** An access token that this service signed and that has not expired; whether its session lives is another question. */
record VerifiedToken(long userId, UUID sessionId, String id, Instant issuedAt, Instant expiresAt) {}
