package dev.gatehouse.sessions;

/**
 * One refresh token by another, as the database may know it.
 *
 * @param sealedSuccessor {@code null} if a lost answer is not to be given again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Replacement(byte[] hash, byte[] successorHash, byte[] sealedSuccessor) {}
