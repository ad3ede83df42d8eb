package dev.gatehouse.sessions;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.users.EndSessions;
import dev.gatehouse.users.KnownUsers;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Ends sessions because somebody asked: their holder, their owner, or an administrator. */
final class EndSession {
    private static final String ENDED = "session.ended";

    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final KnownUsers users;
    private final EndSessions sessionsOf;

    EndSession(Storage storage, KnownUsers users, EndSessions sessionsOf, Clock clock) {
        this.db = storage.database();
        this.audit = storage.audit();
        this.clock = clock;
        this.users = users;
        this.sessionsOf = sessionsOf;
    }

    /** Ends the session of a refresh token, used or not. One that is not known has nothing left to end. */
    void ofRefreshToken(String text, String reason, Origin origin) {
        Optional<RefreshToken> token = RefreshToken.parse(text);
        if (token.isEmpty()) {
            return;
        }
        db.inTransaction(tx -> {
            tx.dao(RefreshTokenDao.class)
                    .find(token.get().hash(), clock.instant())
                    .ifPresent(stored -> end(tx, stored.sessionId(), reason, origin));
            return null;
        });
    }

    void byHolder(UUID id, String reason, Origin origin) {
        db.inTransaction(tx -> {
            end(tx, id, reason, origin);
            return null;
        });
    }

    /** @throws Refusal 404 if it is not a session of the caller's that goes on */
    void own(Caller caller, UUID id) {
        db.inTransaction(tx -> {
            Instant now = clock.instant();
            if (tx.dao(SessionDao.class).endOwn(id, caller.userId(), "ended_by_owner", now) == 0) {
                throw Refusal.notFound("session");
            }
            tx.changed(Topic.SESSIONS, id);
            audit.record(tx, AuditEvent.of(ENDED).by(caller).on("session", id).with("reason", "ended_by_owner"));
            return null;
        });
    }

    /** @return how many there were */
    int allOwn(Caller caller) {
        return all(caller, caller.userId(), "logout_all");
    }

    /** @throws Refusal 404; 403 {@code target_outranks_caller} if the user may do what the caller may not */
    void allOf(Caller caller, long userId) {
        KnownUsers.KnownUser target = users.find(userId).orElseThrow(() -> Refusal.notFound("user"));
        if (!caller.hasAll(target.permissions())) {
            throw Refusal.forbidden("target_outranks_caller", "This account holds permissions that you do not hold.");
        }
        all(caller, userId, "revoked_by_admin");
    }

    private int all(Caller caller, long userId, String reason) {
        return db.inTransaction(tx -> {
            int ended = sessionsOf.ofUser(tx, userId, null, reason);
            audit.record(
                    tx,
                    AuditEvent.of("user.sessions_ended")
                            .by(caller)
                            .on("user", userId)
                            .with("reason", reason)
                            .with("sessions", ended));
            return ended;
        });
    }

    private void end(Tx tx, UUID id, String reason, Origin origin) {
        tx.dao(SessionDao.class).end(id, reason, clock.instant()).ifPresent(userId -> {
            tx.changed(Topic.SESSIONS, id);
            audit.record(
                    tx,
                    AuditEvent.of(ENDED)
                            .byUser(userId, origin)
                            .on("session", id)
                            .with("reason", reason));
        });
    }
}
