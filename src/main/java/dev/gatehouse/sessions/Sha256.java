package dev.gatehouse.sessions;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, under which tokens are stored and remembered: they are random, so nothing slower is needed. */
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
