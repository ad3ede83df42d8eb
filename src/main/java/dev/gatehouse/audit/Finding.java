package dev.gatehouse.audit;

/**
 * Something that a verification found wrong.
 *
 * @param seal the number of the seal that tells, {@code null} if it is about none in particular
 */
record Finding(Long seal, String problem) {}
