package dev.gatehouse.users;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import java.time.Clock;

/**
 * Gives an account back to the owner of its former address. Whoever changed it knew the password, so that one is worth
 * nothing any more: a link to set another is sent to the former address.
 */
final class UndoEmailChange {
    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final OneTimeLinks links;
    private final MoveAddress moveAddress;
    private final ResetLinks resetLinks;

    UndoEmailChange(
            Database db,
            AuditTrail audit,
            Clock clock,
            OneTimeLinks links,
            MoveAddress moveAddress,
            ResetLinks resetLinks) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
        this.links = links;
        this.moveAddress = moveAddress;
        this.resetLinks = resetLinks;
    }

    /**
     * @throws Refusal 400 {@code invalid_verification_token}; 409 {@code email_taken} if another account has proved
     *     the address meanwhile
     */
    void by(Secret token, Origin origin) {
        if (!moveAddress.orTaken(() -> db.inTransaction(tx -> undo(tx, token, origin)))) {
            throw Refusal.malformed(
                    "invalid_verification_token", "The link is not valid, has expired or was used before.");
        }
    }

    private boolean undo(Tx tx, Secret token, Origin origin) {
        UsedLink link = links.consume(tx, token, LinkPurpose.EMAIL_CHANGE_UNDO).orElse(null);
        if (link == null
                || moveAddress
                        .to(tx, link.userId(), link.email(), "email_change_undone")
                        .isEmpty()) {
            return false;
        }
        long userId = link.userId();
        tx.dao(EmailDao.class).dropPassword(userId, clock.instant());
        links.revoke(tx, userId, LinkPurpose.EMAIL_CHANGE_UNDO);
        Addressee owner = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
        if (owner.active()) {
            resetLinks.send(tx, owner);
        }
        audit.record(
                tx,
                AuditEvent.of("user.email_change_undone").byUser(userId, origin).on("user", userId));
        return true;
    }
}
