package dev.gatehouse.sessions;

import dev.gatehouse.db.Database;
import dev.gatehouse.http.Origin;
import dev.gatehouse.sessions.CallerAuthenticator.Standing;
import java.time.Clock;
import java.util.Optional;

/** Answers for tokens that other services were shown (RFC 7662) and takes back those that should hold no more (RFC 7009). */
final class InspectToken {
    private final Database db;
    private final Clock clock;
    private final SessionsConfig config;
    private final CallerAuthenticator authenticator;
    private final AccessTokens accessTokens;
    private final EndSession endSession;

    InspectToken(
            Database db,
            Clock clock,
            SessionsConfig config,
            CallerAuthenticator authenticator,
            AccessTokens accessTokens,
            EndSession endSession) {
        this.db = db;
        this.clock = clock;
        this.config = config;
        this.authenticator = authenticator;
        this.accessTokens = accessTokens;
        this.endSession = endSession;
    }

    Introspection introspect(String token) {
        Optional<RefreshToken> refreshToken = RefreshToken.parse(token);
        return refreshToken.isPresent()
                ? refreshToken(refreshToken.get())
                : authenticator.standing(token).map(this::accessToken).orElse(Introspection.INACTIVE);
    }

    /** Ends the session that the token belongs to: access and refresh tokens of one session go together. */
    void revoke(String token, Origin origin) {
        String reason = "token_revoked";
        endSession.ofRefreshToken(token, reason, origin);
        accessTokens.verify(token).ifPresent(verified -> endSession.byHolder(verified.sessionId(), reason, origin));
    }

    private Introspection accessToken(Standing standing) {
        VerifiedToken token = standing.token();
        return new Introspection(
                true,
                "Bearer",
                config.issuer(),
                config.audience(),
                Long.toString(token.userId()),
                token.expiresAt().getEpochSecond(),
                token.issuedAt().getEpochSecond(),
                token.id(),
                token.sessionId().toString(),
                standing.user().permissions().stream().sorted().toList());
    }

    private Introspection refreshToken(RefreshToken token) {
        return db.with(RefreshTokenDao.class, dao -> dao.find(token.hash(), clock.instant()))
                .filter(stored -> stored.alive()
                        && !stored.wasUsed()
                        && stored.expiresAt().isAfter(clock.instant()))
                .map(this::refreshToken)
                .orElse(Introspection.INACTIVE);
    }

    private Introspection refreshToken(StoredToken stored) {
        return new Introspection(
                true,
                "refresh_token",
                config.issuer(),
                null,
                Long.toString(stored.userId()),
                stored.expiresAt().getEpochSecond(),
                stored.issuedAt().getEpochSecond(),
                null,
                stored.sessionId().toString(),
                null);
    }
}
