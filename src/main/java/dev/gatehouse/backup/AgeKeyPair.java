package dev.gatehouse.backup;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import dev.gatehouse.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/**
 * Keys for backups, as age-keygen makes them.
 *
 * @param recipient the public one, {@code age1…}, for the configuration
 * @param identity the private one, {@code AGE-SECRET-KEY-1…}, for a safe
 */
public record AgeKeyPair(String recipient, Secret identity) {
    public static AgeKeyPair generate() {
        try {
            KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new AgeKeyPair(
                    text(pair.getPublic().getEncoded()),
                    Secret.of(text(pair.getPrivate().getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("X25519 is part of every Java", e);
        }
    }

    private static String text(byte[] encoded) {
        return new String(encoded, StandardCharsets.US_ASCII);
    }
}
