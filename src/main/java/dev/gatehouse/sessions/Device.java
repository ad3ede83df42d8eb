package dev.gatehouse.sessions;

import java.time.Instant;
import java.util.UUID;

/**
 * A browser on which somebody has signed in to this account before.
 *
 * @param id of the browser, random
 * @param since when it was last marked
 */
record Device(UUID id, long userId, Instant since) {}
