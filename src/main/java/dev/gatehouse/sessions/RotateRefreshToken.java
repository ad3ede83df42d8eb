package dev.gatehouse.sessions;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Exchanges a refresh token for its successor. A token has at most one, on any number of replicas; one that is used
 * again ends its session, since the owner and a thief cannot be told apart (RFC 9700, 4.14.2).
 */
final class RotateRefreshToken {
    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final TokenIssuer issuer;
    private final SessionsConfig config;

    /** What is answered once a closer look has been committed: a token to hand out, or none. */
    private record Successor(IssuedToken issued, RefreshToken token) {}

    RotateRefreshToken(Storage storage, TokenIssuer issuer, SessionsConfig config, Clock clock) {
        this.db = storage.database();
        this.audit = storage.audit();
        this.clock = clock;
        this.issuer = issuer;
        this.config = config;
    }

    /** @throws Refusal 401 {@code invalid_refresh_token} */
    TokenSet present(String text, Origin origin) {
        RefreshToken presented = RefreshToken.parse(text).orElseThrow(RotateRefreshToken::invalid);
        SigningKey key = issuer.signingKey();
        RefreshToken token = RefreshToken.generate();
        Instant now = clock.instant();
        Replacement replacement = new Replacement(presented.hash(), token.hash(), sealed(presented, token));
        Instant expiry = issuer.refreshTokenExpiry(now);
        // One statement is a transaction of its own: no BEGIN and COMMIT around it.
        Optional<IssuedToken> issued =
                db.with(TokenGrantDao.class, dao -> dao.rotate(replacement, now, expiry, origin));
        if (issued.isPresent()) {
            return issuer.tokens(key, issued.get(), token);
        }
        Successor again =
                db.inTransaction(tx -> lookCloser(tx, presented, origin)).orElseThrow(RotateRefreshToken::invalid);
        return issuer.tokens(key, again.issued(), again.token());
    }

    private byte[] sealed(RefreshToken presented, RefreshToken successor) {
        return config.reuseGrace().toMilliseconds() == 0 ? null : presented.seal(successor);
    }

    /** Returns rather than throws: the end of the session must be committed before the caller hears of it. */
    private Optional<Successor> lookCloser(Tx tx, RefreshToken presented, Origin origin) {
        Instant now = clock.instant();
        StoredToken stored =
                tx.dao(RefreshTokenDao.class).lock(presented.hash(), now).orElse(null);
        if (stored == null || !stored.wasUsed()) {
            return Optional.empty();
        }
        Instant forgivenAfter = now.minusMillis(config.reuseGrace().toMilliseconds());
        if (!stored.isForgiven(forgivenAfter, now)) {
            endReused(tx, stored, now, origin);
            return Optional.empty();
        }
        if (!stored.alive()) {
            return Optional.empty();
        }
        IssuedToken issued = new IssuedToken(stored.sessionId(), stored.userId(), stored.successorExpiresAt());
        return Optional.of(new Successor(issued, presented.open(stored.sealedSuccessor())));
    }

    private void endReused(Tx tx, StoredToken stored, Instant now, Origin origin) {
        boolean wentOn = tx.dao(SessionDao.class)
                .end(stored.sessionId(), "refresh_token_reused", now)
                .isPresent();
        if (!wentOn) {
            return;
        }
        tx.changed(Topic.SESSIONS, stored.sessionId());
        audit.record(
                tx,
                AuditEvent.of("session.reuse_detected")
                        .byAnonymous(origin)
                        .failed()
                        .on("session", stored.sessionId())
                        .with("user_id", stored.userId()));
    }

    private static Refusal invalid() {
        return Refusal.unauthenticated("invalid_refresh_token", "The refresh token is not valid.");
    }
}
