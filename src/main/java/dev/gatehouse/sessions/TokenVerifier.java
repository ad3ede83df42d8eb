package dev.gatehouse.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks access tokens as RFC 8725 and RFC 9068 (section 4) ask, and more strictly where only our own tokens are
 * meant: the header holds what {@link AccessTokens} writes and nothing else.
 */
final class TokenVerifier {
    static final String SESSION = "sid";

    private static final Logger LOGGER = LoggerFactory.getLogger(TokenVerifier.class);
    private static final int MAX_LENGTH = 8 * 1024;
    private static final Duration SKEW = Duration.ofSeconds(60);
    /** Three parts, which no encrypted token (RFC 7516) has. */
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    /** Leaves out crit, jku, jwk, x5u, x5c, b64, zip and whatever is thought of next. */
    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");

    private final KeyRings keys;
    private final String issuer;
    private final String audience;
    private final Clock clock;

    TokenVerifier(KeyRings keys, String issuer, String audience, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /** Whether it is worth any work at all. */
    static boolean looksLikeOne(String token) {
        return token.length() <= MAX_LENGTH && SHAPE.matcher(token).matches();
    }

    Optional<VerifiedToken> verify(String token) {
        if (!looksLikeOne(token)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setCompactSerialization(token);
            Optional<SigningKey> key = keyOf(jws, now);
            if (key.isEmpty() || !isSignedBy(jws, key.get())) {
                return Optional.empty();
            }
            return read(JwtClaims.parse(jws.getPayload()), now);
        } catch (JoseException
                | InvalidJwtException
                | MalformedClaimException
                | ArithmeticException
                | IllegalArgumentException e) {
            LOGGER.debug("Refused an access token", e);
            return Optional.empty();
        }
    }

    /** A key may be so new that its notification is still on the way. */
    private Optional<SigningKey> keyOf(JsonWebSignature jws, Instant now) throws JoseException {
        String kid = jws.getKeyIdHeaderValue();
        if (kid == null || !hasOurHeader(jws)) {
            return Optional.empty();
        }
        Optional<SigningKey> known = keys.current().find(kid, now);
        return known.isPresent() ? known : keys.fresh().find(kid, now);
    }

    private static boolean hasOurHeader(JsonWebSignature jws) throws JoseException {
        String type = jws.getHeaders().getStringHeaderValue("typ");
        return HEADERS.containsAll(
                        org.jose4j.json.JsonUtil.parseJson(jws.getHeaders().getFullHeaderAsJsonString())
                                .keySet())
                && type != null
                && isOurType(type.toLowerCase(Locale.ROOT));
    }

    private static boolean isOurType(String type) {
        return type.equals(AccessTokens.TYPE) || type.equals("application/" + AccessTokens.TYPE);
    }

    /** The key decides on the algorithm, never the token. */
    private static boolean isSignedBy(JsonWebSignature jws, SigningKey key) throws JoseException {
        jws.setAlgorithmConstraints(new AlgorithmConstraints(
                AlgorithmConstraints.ConstraintType.PERMIT, key.algorithm().id()));
        key.algorithm().prepare(jws);
        jws.setKey(key.publicKey());
        return jws.verifySignature();
    }

    private Optional<VerifiedToken> read(JwtClaims claims, Instant now) throws MalformedClaimException {
        NumericDate issued = claims.getIssuedAt();
        NumericDate expiry = claims.getExpirationTime();
        boolean complete = issued != null
                && expiry != null
                && claims.getSubject() != null
                && claims.getStringClaimValue(SESSION) != null
                && claims.getJwtId() != null
                && !claims.getJwtId().isBlank();
        if (!complete || !issuer.equals(claims.getIssuer()) || !isForUs(claims)) {
            return Optional.empty();
        }
        Instant issuedAt = Instant.ofEpochMilli(issued.getValueInMillis());
        Instant expiresAt = Instant.ofEpochMilli(expiry.getValueInMillis());
        if (!now.isBefore(expiresAt) || issuedAt.isAfter(now.plus(SKEW))) {
            return Optional.empty();
        }
        return Optional.of(new VerifiedToken(
                Long.parseLong(claims.getSubject()),
                UUID.fromString(claims.getStringClaimValue(SESSION)),
                claims.getJwtId(),
                issuedAt,
                expiresAt));
    }

    private boolean isForUs(JwtClaims claims) throws MalformedClaimException {
        return claims.getAudience().equals(java.util.List.of(audience));
    }
}
