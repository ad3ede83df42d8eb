package dev.gatehouse.kernel;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The one secret under which all others lie: encrypts private signing keys and signs audit seals, through a key of its
 * own for each purpose.
 */
public final class MasterKey {
    private static final int BYTES = 32;

    private final byte[] material;

    private MasterKey(byte[] material) {
        this.material = material;
    }

    /**
     * Reads base64 (standard or URL alphabet) of exactly 32 bytes.
     *
     * @throws IllegalArgumentException with a reason that never contains the key
     */
    public static MasterKey parse(Secret encoded) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder()
                    .decode(encoded.reveal().strip().replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the master key is not base64", e);
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "the master key has " + bytes.length + " bytes, it must have exactly " + BYTES);
        }
        if (isPattern(bytes)) {
            throw new IllegalArgumentException("the master key is not random");
        }
        return new MasterKey(bytes);
    }

    /** A new random key in the form that {@link #parse} reads. */
    public static Secret generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    /** A box for one purpose; two purposes cannot read each other's secrets. */
    public SecretBox boxFor(String purpose) {
        return SecretBox.derivedFrom(material, purpose);
    }

    /** HMAC-SHA256 of {@code message} under the key of one purpose. */
    public byte[] sign(String purpose, byte[] message) {
        return SecretBox.hmac(SecretBox.derive(material, purpose), message);
    }

    /** Thirty-two random bytes hold about thirty different values; examples and typed-in keys hold few. */
    private static boolean isPattern(byte[] bytes) {
        boolean[] seen = new boolean[256];
        int different = 0;
        boolean printable = true;
        for (byte b : bytes) {
            if (!seen[b & 0xff]) {
                seen[b & 0xff] = true;
                different++;
            }
            printable &= b >= 0x20 && b < 0x7f;
        }
        return different < 16 || printable;
    }

    @Override
    public String toString() {
        return "***";
    }
}
