package dev.gatehouse.users;

import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** One-time links as they lie in the database. */
final class Link {
    private Link() {}

    /** @return the token, which only a mail would know */
    static String exists(TestDatabase database, long userId, String purpose) {
        return exists(database, userId, purpose, "10 minutes");
    }

    static String exists(TestDatabase database, long userId, String purpose, String lifetime) {
        String token = UUID.randomUUID().toString();
        database.jdbi().useHandle(handle -> handle.execute("""
                        INSERT INTO one_time_links (token_hash, purpose, user_id, created_at, expires_at)
                        VALUES (?, ?, ?, now(), now() + ?::interval)
                        """, sha256(token), purpose, userId, lifetime));
        return token;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
