package dev.gatehouse.sessions;

import java.time.Instant;

/** A session that has not been ended. */
record LiveSession(long userId, Instant expiresAt) {}
