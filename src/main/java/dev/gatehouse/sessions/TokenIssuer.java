package dev.gatehouse.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Times new refresh tokens and puts an access token beside each. */
final class TokenIssuer {
    private final AccessTokens accessTokens;
    private final SessionsConfig config;
    private final Clock clock;

    TokenIssuer(AccessTokens accessTokens, SessionsConfig config, Clock clock) {
        this.accessTokens = accessTokens;
        this.config = config;
        this.clock = clock;
    }

    /** @see AccessTokens#signingKey() */
    SigningKey signingKey() {
        return accessTokens.signingKey();
    }

    Instant sessionExpiry(Instant now) {
        return now.plusMillis(config.sessionLifetime().toMilliseconds());
    }

    Instant refreshTokenExpiry(Instant now) {
        return now.plusMillis(config.refreshTokenLifetime().toMilliseconds());
    }

    TokenSet tokens(SigningKey key, IssuedToken issued, RefreshToken token) {
        return new TokenSet(
                accessTokens.issue(key, issued.userId(), issued.sessionId()),
                token.reveal(),
                "bearer",
                accessTokens.lifetime().toSeconds(),
                secondsUntil(issued.expiresAt()),
                issued.sessionId());
    }

    /** A second that has begun counts: what was given a week a moment ago still lasts 604,800 seconds. */
    private long secondsUntil(Instant expiry) {
        long milliseconds = Duration.between(clock.instant(), expiry).toMillis();
        return Math.max(0, (milliseconds + 999) / 1000);
    }
}
