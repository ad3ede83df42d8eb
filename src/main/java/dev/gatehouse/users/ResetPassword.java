package dev.gatehouse.users;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import java.time.Clock;
import java.util.Optional;

/** Lets the holder of a one-time link set a password; ends all sessions of the account. */
final class ResetPassword {
    private static final LinkPurpose[] PURPOSES = {LinkPurpose.PASSWORD_RESET, LinkPurpose.INVITATION};

    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final NewPasswords passwords;
    private final OneTimeLinks links;
    private final PasswordIsNew passwordIsNew;

    ResetPassword(
            Database db,
            AuditTrail audit,
            Clock clock,
            NewPasswords passwords,
            OneTimeLinks links,
            PasswordIsNew passwordIsNew) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
        this.passwords = passwords;
        this.links = links;
        this.passwordIsNew = passwordIsNew;
    }

    /**
     * @throws Refusal 400 {@code invalid_reset_token}; 422 if the password is not acceptable, which leaves the link
     *     as it was; 503 if too many passwords are being hashed
     */
    void by(Secret token, Secret password, Origin origin) {
        // A token that nobody issued costs no hash.
        long userId = links.find(token, PURPOSES).orElseThrow(ResetPassword::invalid);
        passwords.requireAcceptable(password, "new_password", userId);
        String hash = passwords.hash(password);
        if (!db.inTransaction(tx -> reset(tx, token, hash, origin))) {
            throw invalid();
        }
    }

    private boolean reset(Tx tx, Secret token, String hash, Origin origin) {
        Optional<UsedLink> used = links.consume(tx, token, PURPOSES);
        used.ifPresent(link -> {
            long userId = link.userId();
            tx.dao(PasswordDao.class).reset(userId, hash, clock.instant());
            int ended = passwordIsNew.closeDoors(tx, userId, null, "password_reset");
            passwordIsNew.proveAddress(tx, userId);
            if (link.isFor(LinkPurpose.PASSWORD_RESET)) {
                passwordIsNew.tellOwner(tx, userId, origin);
            }
            audit.record(
                    tx,
                    AuditEvent.of("password.reset")
                            .byUser(userId, origin)
                            .on("user", userId)
                            .with("by", link.purpose())
                            .with("sessions_ended", ended));
        });
        return used.isPresent();
    }

    private static Refusal invalid() {
        return Refusal.malformed("invalid_reset_token", "The link is not valid, has expired or was used before.");
    }
}
