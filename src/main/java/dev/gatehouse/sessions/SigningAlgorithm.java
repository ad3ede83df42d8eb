package dev.gatehouse.sessions;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** How access tokens are signed: with a key pair, so that whoever can check a token still cannot make one. */
public enum SigningAlgorithm {
    /** ECDSA on P-256 with SHA-256 (RFC 7518, 3.4). */
    ES256(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, FastCurves.install()) {
        @Override
        PublicJsonWebKey newKeyPair() throws JoseException {
            return EcJwkGenerator.generateJwk(EllipticCurves.P256);
        }
    },
    /** Ed25519 (RFC 8037). */
    EDDSA(AlgorithmIdentifiers.EDDSA, null) {
        @Override
        PublicJsonWebKey newKeyPair() throws JoseException {
            return OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
        }
    };

    private final String id;
    /** {@code null} for what Java itself does well. */
    private final String provider;

    SigningAlgorithm(String id, String provider) {
        this.id = id;
        this.provider = provider;
    }

    abstract PublicJsonWebKey newKeyPair() throws JoseException;

    /** The name that JOSE headers and keys carry. */
    String id() {
        return id;
    }

    /** Has this signature made or checked by the implementation that is best at it. */
    void prepare(JsonWebSignature jws) {
        ProviderContext context = new ProviderContext();
        context.getSuppliedKeyProviderContext().setSignatureProvider(provider);
        jws.setProviderContext(context);
    }

    /** The keys of the pair as that implementation likes them: others it would have to convert for each signature. */
    KeyPair keys(PublicJsonWebKey pair) {
        if (provider == null) {
            return new KeyPair((PublicKey) pair.getKey(), pair.getPrivateKey());
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("EC", provider);
            PrivateKey secret = pair.getPrivateKey();
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(pair.getKey().getEncoded())),
                    secret == null ? null : factory.generatePrivate(new PKCS8EncodedKeySpec(secret.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key " + pair.getKeyId() + " cannot be read", e);
        }
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
