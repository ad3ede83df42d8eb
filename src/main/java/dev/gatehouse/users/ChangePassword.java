package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
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
    private final NewPasswords passwords;
    private final CurrentPassword currentPassword;
    private final PasswordIsNew passwordIsNew;

    ChangePassword(
            Database db,
            AuditTrail audit,
            Clock clock,
            NewPasswords passwords,
            CurrentPassword currentPassword,
            PasswordIsNew passwordIsNew) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
        this.passwords = passwords;
        this.currentPassword = currentPassword;
        this.passwordIsNew = passwordIsNew;
    }

    /**
     * @throws Refusal 422 if the new password is not acceptable; 400 {@code wrong_password}; 503 if too many passwords
     *     are being hashed
     */
    void of(Caller caller, Secret current, Secret next) {
        passwords.requireAcceptable(next, "new_password", caller.userId());
        if (normalised(next).equals(normalised(current))) {
            throw Refusal.invalid("new_password", "password_unchanged", "The new password is the old one.");
        }
        String hash = currentPassword.require(caller, current);
        String newHash = passwords.hash(next);
        if (!db.inTransaction(tx -> change(tx, caller, hash, newHash))) {
            throw currentPassword.refused(caller);
        }
    }

    private boolean change(Tx tx, Caller caller, String checkedHash, String newHash) {
        long userId = caller.userId();
        if (tx.dao(PasswordDao.class).change(userId, checkedHash, newHash, clock.instant()) == 0) {
            return false;
        }
        int ended = passwordIsNew.closeDoors(tx, userId, caller.sessionId(), "password_changed");
        passwordIsNew.tellOwner(tx, userId, caller.origin());
        audit.record(
                tx,
                AuditEvent.of("password.changed").by(caller).on("user", userId).with("sessions_ended", ended));
        return true;
    }

    private static String normalised(Secret password) {
        return Normalizer.normalize(password.reveal(), Normalizer.Form.NFC);
    }
}
