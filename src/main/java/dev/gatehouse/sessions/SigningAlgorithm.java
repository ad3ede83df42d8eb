package dev.gatehouse.sessions;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** How access tokens are signed: with a key pair, so that whoever can check a token still cannot make one. */
public enum SigningAlgorithm {
    /** ECDSA on P-256 with SHA-256 (RFC 7518, 3.4). */
    ES256(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256) {
        @Override
        PublicJsonWebKey newKeyPair() throws JoseException {
            return EcJwkGenerator.generateJwk(EllipticCurves.P256);
        }
    },
    /** Ed25519 (RFC 8037). */
    EDDSA(AlgorithmIdentifiers.EDDSA) {
        @Override
        PublicJsonWebKey newKeyPair() throws JoseException {
            return OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
        }
    };

    private final String id;

    SigningAlgorithm(String id) {
        this.id = id;
    }

    abstract PublicJsonWebKey newKeyPair() throws JoseException;

    /** The name that JOSE headers and keys carry. */
    String id() {
        return id;
    }

    static SigningAlgorithm of(String id) {
        for (SigningAlgorithm algorithm : values()) {
            if (algorithm.id.equals(id)) {
                return algorithm;
            }
        }
        throw new IllegalStateException("A signing key of the unknown algorithm " + id + " is stored");
    }
}
