package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;

/** Asks somebody who is signed in for his password once more, before what a thief of his session must not do. */
final class CurrentPassword {
    private final Database db;
    private final AuditTrail audit;
    private final Passwords passwords;

    CurrentPassword(Database db, AuditTrail audit, Passwords passwords) {
        this.db = db;
        this.audit = audit;
        this.passwords = passwords;
    }

    /**
     * @return the hash that it was checked against
     * @throws Refusal 400 {@code wrong_password}; 503 if too many passwords are being hashed
     */
    String require(Caller caller, Secret password) {
        String hash =
                db.with(PasswordDao.class, dao -> dao.hashOf(caller.userId())).orElse(null);
        if (!passwords.matches(password, hash)) {
            throw refused(caller);
        }
        return hash;
    }

    /** Records the attempt and gives the answer to it. */
    Refusal refused(Caller caller) {
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
}
