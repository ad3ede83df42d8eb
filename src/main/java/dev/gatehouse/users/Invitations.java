package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Grants;
import io.dropwizard.util.Duration;

/** Invites people whose accounts somebody else made: a one-time link sets their first password and proves the address. */
public final class Invitations {
    private final Database db;
    private final Grants grants;
    private final AuditTrail audit;
    private final OneTimeLinks links;
    private final Letters letters;
    private final Duration lifetime;

    Invitations(Database db, Grants grants, AuditTrail audit, OneTimeLinks links, Letters letters, Duration lifetime) {
        this.db = db;
        this.grants = grants;
        this.audit = audit;
        this.links = links;
        this.letters = letters;
        this.lifetime = lifetime;
    }

    /**
     * Sends an invitation with the transaction that makes the account; earlier ones become void.
     *
     * @throws java.util.NoSuchElementException if this transaction sees no such account
     */
    public void send(Tx tx, Caller by, long userId) {
        Addressee person = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
        links.revoke(tx, userId, LinkPurpose.INVITATION);
        letters.invitation(
                tx,
                person.reading(by.origin()),
                links.issue(tx, userId, LinkPurpose.INVITATION, lifetime.toJavaDuration(), person.email()));
        audit.record(tx, AuditEvent.of("user.invited").by(by).on("user", userId));
    }

    /**
     * Sends another one.
     *
     * @throws Refusal 404; {@code target_outranks_caller} (403); {@code password_already_set} or
     *     {@code account_inactive} (409)
     */
    void sendAgain(Caller caller, long userId) {
        db.inTransaction(tx -> {
            grants.ceilingOver(tx, caller, userId);
            Addressee person = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
            if (!person.active()) {
                throw Refusal.conflict("account_inactive", "This account has been deactivated.");
            }
            if (person.hasPassword()) {
                throw Refusal.conflict(
                        "password_already_set", "This account has a password; send a link that resets it instead.");
            }
            send(tx, caller, userId);
            return null;
        });
    }
}
