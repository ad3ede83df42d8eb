package dev.gatehouse.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is an access token and what only looks like one (RFC 8725, RFC 9068). */
class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final UUID SESSION = UUID.fromString("0193570e-0000-7000-8000-000000000001");

    private final TestClock clock = new TestClock(NOW);
    private final SigningKey key = SigningKey.generate(SigningAlgorithm.ES256, NOW.minusSeconds(60));
    private final AccessTokens tokens = tokensOf(key);

    private static final class TestClock extends Clock {
        private Instant now;

        TestClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private record FixedRings(KeyRing ring) implements KeyRings {
        @Override
        public KeyRing current() {
            return ring;
        }

        @Override
        public KeyRing fresh() {
            return ring;
        }
    }

    private AccessTokens tokensOf(SigningKey... keys) {
        SessionsConfig config = SessionsConfig.defaults().withIssuerOr("https://id.example.com");
        return new AccessTokens(new FixedRings(new KeyRing(List.of(keys), Duration.ofMinutes(16))), config, clock);
    }

    private JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://id.example.com");
        claims.setAudience("gatehouse");
        claims.setSubject("42");
        claims.setIssuedAt(NumericDate.fromSeconds(NOW.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(NOW.getEpochSecond() + 900));
        claims.setJwtId("an-id");
        claims.setStringClaim("sid", SESSION.toString());
        return claims;
    }

    private String signed(Consumer<JwtClaims> claimsChange, Consumer<JsonWebSignature> headerChange) {
        JwtClaims claims = claims();
        claimsChange.accept(claims);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("typ", "at+jwt");
        jws.setKeyIdHeaderValue(key.kid());
        jws.setAlgorithmHeaderValue("ES256");
        jws.setKey(key.privateKey());
        jws.setPayload(claims.toJson());
        headerChange.accept(jws);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String token) {
        assertThat(tokens.verify(token)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsIssuedVerifies(SigningAlgorithm algorithm) {
        SigningKey pair = SigningKey.generate(algorithm, NOW);
        AccessTokens ours = tokensOf(pair);

        String token = ours.issue(pair, 42, SESSION);

        assertThat(ours.verify(token)).hasValueSatisfying(verified -> {
            assertThat(verified.userId()).isEqualTo(42);
            assertThat(verified.sessionId()).isEqualTo(SESSION);
            assertThat(verified.expiresAt()).isEqualTo(NOW.plusSeconds(900));
        });
        assertThat(ours.issue(pair, 42, SESSION)).isNotEqualTo(token);
    }

    @Test
    void theTestMakesTokensThatVerify() {
        assertThat(tokens.verify(signed(claims -> {}, jws -> {}))).isPresent();
        assertThat(tokens.verify(signed(claims -> {}, jws -> jws.setHeader("typ", "application/at+jwt"))))
                .isPresent();
    }

    @Test
    void aTokenIsForgottenTheMomentItExpires() {
        String token = signed(claims -> {}, jws -> {});
        assertThat(tokens.verify(token)).isPresent();

        clock.now = NOW.plusSeconds(899);
        assertThat(tokens.verify(token)).isPresent();
        clock.now = NOW.plusSeconds(900);
        assertRefused(token);
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        assertRefused(signed(claims -> {}, jws -> {
            jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
            jws.setKey(null);
        }));
        String token = signed(claims -> {}, jws -> {});
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
        assertRefused(token.substring(0, token.lastIndexOf('.')));
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + key.kid() + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        assertRefused(none + token.substring(token.indexOf('.')));
    }

    @Test
    void thePublicKeyIsNoSecretToSignWith() {
        assertRefused(signed(claims -> {}, jws -> {
            jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            jws.setKey(new HmacKey(key.publicJwk().getBytes(StandardCharsets.UTF_8)));
        }));
        assertRefused(signed(claims -> {}, jws -> {
            jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            jws.setKey(new HmacKey(key.publicKey().getEncoded()));
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "id_token+jwt", "", "at+jwt2"})
    void aTokenOfAnotherTypeIsRefused(String type) {
        assertRefused(signed(claims -> {}, jws -> jws.setHeader("typ", type)));
    }

    @Test
    void aTokenWithoutTypeOrKeyIsRefused() {
        assertRefused(signed(claims -> {}, jws -> jws.getHeaders().setStringHeaderValue("typ", null)));
        assertRefused(signed(claims -> {}, jws -> jws.setKeyIdHeaderValue("another")));
        assertRefused(signed(claims -> {}, jws -> jws.setKeyIdHeaderValue(null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u", "x5t", "zip", "cty", "anything"})
    void aHeaderThatWeDoNotWriteIsRefused(String name) {
        assertRefused(signed(claims -> {}, jws -> jws.setHeader(name, "https://evil.example")));
    }

    @Test
    void aKeyInTheHeaderIsNotUsed() throws JoseException {
        PublicJsonWebKey theirs = SigningAlgorithm.ES256.newKeyPair();
        assertRefused(signed(claims -> {}, jws -> {
            jws.getHeaders().setJwkHeaderValue("jwk", theirs);
            jws.setKey(theirs.getPrivateKey());
        }));
        assertRefused(signed(claims -> {}, jws -> jws.getHeaders().setJwkHeaderValue("jwk", theirs)));
        assertRefused(signed(claims -> {}, jws -> jws.setKey(theirs.getPrivateKey())));
    }

    @Test
    void criticalHeadersAreRefused() {
        assertRefused(signed(claims -> {}, jws -> {
            jws.setCriticalHeaderNames("exp");
            jws.setHeader("exp", 1);
        }));
        assertRefused(signed(claims -> {}, jws -> jws.setHeader("crit", List.of())));
    }

    @Test
    void anEncryptedTokenIsRefused() throws JoseException {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmHeaderValue("ECDH-ES");
        jwe.setEncryptionMethodHeaderParameter("A128GCM");
        jwe.setHeader("typ", "at+jwt");
        jwe.setKeyIdHeaderValue(key.kid());
        jwe.setKey(key.publicKey());
        jwe.setPayload(claims().toJson());
        assertRefused(jwe.getCompactSerialization());
    }

    @Test
    void aChangedTokenIsRefused() {
        String token = signed(claims -> {}, jws -> {});
        String[] parts = token.split("\\.", -1);
        String other = signed(claims -> claims.setSubject("1"), jws -> {}).split("\\.", -1)[1];
        assertRefused(parts[0] + "." + other + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + "." + parts[2].substring(2));
        assertRefused(parts[0] + "." + parts[1] + "." + "A".repeat(86));
        assertRefused(token + ".");
        assertRefused(" " + token);
        assertRefused("a.b.c");
        assertRefused("");
    }

    @Test
    void aTokenForOthersOrFromOthersIsRefused() {
        assertRefused(signed(claims -> claims.setIssuer("https://id.example.org"), jws -> {}));
        assertRefused(signed(claims -> claims.unsetClaim("iss"), jws -> {}));
        assertRefused(signed(claims -> claims.setAudience("other"), jws -> {}));
        assertRefused(signed(claims -> claims.setAudience("gatehouse", "other"), jws -> {}));
        assertRefused(signed(claims -> claims.unsetClaim("aud"), jws -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "iat", "exp", "jti", "sid"})
    void everyClaimIsNeeded(String claim) {
        assertRefused(signed(claims -> claims.unsetClaim(claim), jws -> {}));
        assertRefused(signed(claims -> claims.setStringClaim(claim, ""), jws -> {}));
        assertRefused(signed(claims -> claims.setClaim(claim, List.of(1)), jws -> {}));
    }

    @Test
    void timesAreChecked() {
        assertRefused(signed(claims -> claims.setExpirationTime(at(0)), jws -> {}));
        assertRefused(signed(claims -> claims.setExpirationTime(at(-1)), jws -> {}));
        assertRefused(signed(claims -> claims.setIssuedAt(at(61)), jws -> {}));
        assertThat(tokens.verify(signed(claims -> claims.setIssuedAt(at(59)), jws -> {})))
                .isPresent();
        assertRefused(signed(claims -> claims.setClaim("exp", Long.MAX_VALUE), jws -> {}));
    }

    private static NumericDate at(long seconds) {
        return NumericDate.fromSeconds(NOW.getEpochSecond() + seconds);
    }

    @Test
    void anOversizedTokenIsRefusedUnread() {
        assertRefused(signed(claims -> claims.setStringClaim("padding", "x".repeat(8192)), jws -> {}));
    }

    @Test
    void aKeyOfTheOtherAlgorithmIsNotConfused() {
        SigningKey ed = SigningKey.generate(SigningAlgorithm.EDDSA, NOW);
        AccessTokens both = tokensOf(key, ed);
        assertThat(both.verify(both.issue(key, 1, SESSION))).isPresent();
        assertThat(both.verify(both.issue(ed, 1, SESSION))).isPresent();
        assertThat(both.verify(signed(claims -> {}, jws -> jws.setKeyIdHeaderValue(ed.kid()))))
                .isEmpty();
    }

    @Test
    void aSupersededKeyStaysForOneTokenLifeAndAMinute() {
        SigningKey next = SigningKey.generate(SigningAlgorithm.ES256, NOW.plusSeconds(600));
        AccessTokens ours = tokensOf(key, next);
        assertThat(ours.signingKey().kid()).isEqualTo(key.kid());

        clock.now = NOW.plusSeconds(600);
        assertThat(ours.signingKey().kid()).isEqualTo(next.kid());
        KeyRing ring = new KeyRing(List.of(key, next), Duration.ofMinutes(16));
        assertThat(ring.published(NOW)).hasSize(2);
        assertThat(ring.published(NOW.plusSeconds(600 + 959))).hasSize(2);
        assertThat(ring.published(NOW.plusSeconds(600 + 960))).containsExactly(next);
    }
}
