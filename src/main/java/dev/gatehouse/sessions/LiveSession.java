package dev.gatehouse.sessions;

import java.time.Instant;

/** A session that has not been ended. */
public record LiveSession(long userId, Instant expiresAt) {}
