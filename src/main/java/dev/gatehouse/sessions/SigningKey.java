package dev.gatehouse.sessions;

import dev.gatehouse.kernel.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** A key pair of access tokens, from the moment at which it signs. */
final class SigningKey {
    private final SigningAlgorithm algorithm;
    private final Instant signsFrom;
    private final PublicJsonWebKey pair;
    private final KeyPair keys;

    private SigningKey(SigningAlgorithm algorithm, Instant signsFrom, PublicJsonWebKey pair) {
        this.algorithm = algorithm;
        this.signsFrom = signsFrom;
        this.pair = pair;
        this.keys = algorithm.keys(pair);
    }

    /** A new pair, named by its own thumbprint (RFC 7638). */
    static SigningKey generate(SigningAlgorithm algorithm, Instant signsFrom) {
        try {
            PublicJsonWebKey pair = algorithm.newKeyPair();
            pair.setKeyId(pair.calculateBase64urlEncodedThumbprint("SHA-256"));
            pair.setAlgorithm(algorithm.id());
            pair.setUse("sig");
            return new SigningKey(algorithm, signsFrom, pair);
        } catch (JoseException e) {
            throw new IllegalStateException("A signing key cannot be made", e);
        }
    }

    /** @throws IllegalStateException if the private part was sealed under another master key */
    static SigningKey open(SigningKeyRow row, SecretBox box) {
        try {
            byte[] pair = box.open(row.sealedPrivate(), row.kid().getBytes(StandardCharsets.UTF_8));
            return new SigningKey(
                    SigningAlgorithm.of(row.algorithm()),
                    row.signsFrom(),
                    PublicJsonWebKey.Factory.newPublicJwk(new String(pair, StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key is not the one that sealed signing key " + row.kid(), e);
        } catch (JoseException e) {
            throw new IllegalStateException("The signing key " + row.kid() + " cannot be read", e);
        }
    }

    /** The public part alone: enough for a key that signs no more. */
    static SigningKey publicOnly(SigningKeyRow row) {
        try {
            return new SigningKey(
                    SigningAlgorithm.of(row.algorithm()),
                    row.signsFrom(),
                    PublicJsonWebKey.Factory.newPublicJwk(row.publicJwk()));
        } catch (JoseException e) {
            throw new IllegalStateException("The signing key " + row.kid() + " cannot be read", e);
        }
    }

    SigningKeyRow seal(SecretBox box, Instant now) {
        byte[] secret = pair.toJson(OutputControlLevel.INCLUDE_PRIVATE).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = box.seal(secret, kid().getBytes(StandardCharsets.UTF_8));
        return new SigningKeyRow(kid(), algorithm.id(), publicJwk(), sealed, now, signsFrom);
    }

    String kid() {
        return pair.getKeyId();
    }

    SigningAlgorithm algorithm() {
        return algorithm;
    }

    Instant signsFrom() {
        return signsFrom;
    }

    PublicKey publicKey() {
        return keys.getPublic();
    }

    PrivateKey privateKey() {
        return keys.getPrivate();
    }

    String publicJwk() {
        return pair.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    @Override
    public String toString() {
        return "signing key " + kid();
    }
}
