package dev.gatehouse.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Sha256;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Makes access tokens (RFC 9068) and tells genuine ones, remembering for a while which it has checked. */
final class AccessTokens {
    static final String TYPE = "at+jwt";

    private static final int REMEMBERED = 20_000;

    private final KeyRings keys;
    private final SessionsConfig config;
    private final Clock clock;
    private final TokenVerifier verifier;
    private final Cache<ByteBuffer, VerifiedToken> verified;

    /** @param config with its issuer set */
    AccessTokens(KeyRings keys, SessionsConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        this.verifier = new TokenVerifier(keys, config.issuer(), config.audience(), clock);
        this.verified = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfter(Expiry.<ByteBuffer, VerifiedToken>creating(
                        (digest, token) -> Duration.between(clock.instant(), token.expiresAt())))
                .build();
    }

    Duration lifetime() {
        return Duration.ofMillis(config.accessTokenLifetime().toMilliseconds());
    }

    /**
     * The key to sign with; asked for before a session is changed, so that a change never succeeds without its answer.
     *
     * @throws Refusal 503 if there is none yet
     */
    SigningKey signingKey() {
        return keys.current()
                .signing(clock.instant())
                .orElseThrow(() -> Refusal.unavailable("not_ready", "No signing key is in force yet."));
    }

    String issue(SigningKey key, long userId, UUID sessionId) {
        NumericDate now = NumericDate.fromSeconds(clock.instant().getEpochSecond());
        NumericDate expiry = NumericDate.fromSeconds(now.getValue() + lifetime().toSeconds());
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(config.issuer());
        claims.setAudience(config.audience());
        claims.setSubject(Long.toString(userId));
        claims.setIssuedAt(now);
        claims.setExpirationTime(expiry);
        claims.setJwtId(Ids.next().toString());
        claims.setStringClaim(TokenVerifier.SESSION, sessionId.toString());
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("typ", TYPE);
        jws.setKeyIdHeaderValue(key.kid());
        jws.setAlgorithmHeaderValue(key.algorithm().id());
        jws.setPayload(claims.toJson());
        key.algorithm().prepare(jws);
        jws.setKey(key.privateKey());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("An access token cannot be signed", e);
        }
    }

    /** What the token says, empty if it is not ours or has expired. */
    Optional<VerifiedToken> verify(String token) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(token));
        VerifiedToken known = verified.getIfPresent(digest);
        if (known == null) {
            Optional<VerifiedToken> checked = verifier.verify(token);
            checked.ifPresent(genuine -> verified.put(digest, genuine));
            return checked;
        }
        Instant now = clock.instant();
        return now.isBefore(known.expiresAt()) ? Optional.of(known) : Optional.empty();
    }
}
