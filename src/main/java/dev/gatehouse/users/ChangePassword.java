package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import java.text.Normalizer;
import java.time.Clock;

/** Lets somebody who knows his password choose another one; ends all his other sessions. */
final class ChangePassword {
    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final Passwords passwords;
    private final OneTimeLinks links;
    private final EndSessions endSessions;

    ChangePassword(
            Database db,
            AuditTrail audit,
            Clock clock,
            Passwords passwords,
            OneTimeLinks links,
            EndSessions endSessions) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
        this.passwords = passwords;
        this.links = links;
        this.endSessions = endSessions;
    }

    /**
     * @throws Refusal 422 if the new password is not acceptable; 400 {@code wrong_password}; 503 if too many passwords
     *     are being hashed
     */
    void of(Caller caller, Secret current, Secret next) {
        passwords.requireAcceptable(next, "new_password");
        if (normalised(next).equals(normalised(current))) {
            throw Refusal.invalid("new_password", "password_unchanged", "The new password is the old one.");
        }
        String hash =
                db.with(PasswordDao.class, dao -> dao.hashOf(caller.userId())).orElse(null);
        if (!passwords.matches(current, hash)) {
            throw refused(caller);
        }
        String newHash = passwords.hash(next);
        if (!db.inTransaction(tx -> change(tx, caller, hash, newHash))) {
            throw refused(caller);
        }
    }

    private boolean change(Tx tx, Caller caller, String checkedHash, String newHash) {
        long userId = caller.userId();
        if (tx.dao(PasswordDao.class).change(userId, checkedHash, newHash, clock.instant()) == 0) {
            return false;
        }
        links.revoke(tx, userId, LinkPurpose.PASSWORD_RESET, LinkPurpose.INVITATION);
        int ended = endSessions.ofUser(tx, userId, caller.sessionId(), "password_changed");
        tx.changed(Topic.USERS, userId);
        audit.record(
                tx,
                AuditEvent.of("password.changed").by(caller).on("user", userId).with("sessions_ended", ended));
        return true;
    }

    private Refusal refused(Caller caller) {
        db.inTransaction(tx -> {
            audit.record(
                    tx,
                    AuditEvent.of("password.refused")
                            .by(caller)
                            .failed()
                            .on("user", caller.userId())
                            .with("reason", "wrong_password"));
            return null;
        });
        return Refusal.malformed("wrong_password", "The current password is not right.");
    }

    private static String normalised(Secret password) {
        return Normalizer.normalize(password.reveal(), Normalizer.Form.NFC);
    }
}
