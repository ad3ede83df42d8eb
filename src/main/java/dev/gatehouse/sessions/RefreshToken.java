package dev.gatehouse.sessions;

import dev.gatehouse.kernel.SecretBox;
import dev.gatehouse.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** A refresh token as its holder presents it: 256 random bits, of which the database knows only the SHA-256. */
final class RefreshToken {
    private static final int BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private RefreshToken(byte[] bytes) {
        this.bytes = bytes;
    }

    static RefreshToken generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new RefreshToken(bytes);
    }

    /** Empty for a text that cannot be a token of ours. */
    static Optional<RefreshToken> parse(String text) {
        return SHAPE.matcher(text).matches()
                ? Optional.of(new RefreshToken(Base64.getUrlDecoder().decode(text)))
                : Optional.empty();
    }

    String reveal() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] hash() {
        return Sha256.of(bytes);
    }

    /** Locks up the token that replaces this one, so that only a holder of this one can read it. */
    byte[] seal(RefreshToken successor) {
        return box().seal(successor.bytes, context());
    }

    RefreshToken open(byte[] sealedSuccessor) {
        try {
            return new RefreshToken(box().open(sealedSuccessor, context()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A successor was not sealed by the token it replaced", e);
        }
    }

    private SecretBox box() {
        return SecretBox.derivedFrom(bytes, "refresh-token-successor");
    }

    private static byte[] context() {
        return "successor".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "***";
    }
}
