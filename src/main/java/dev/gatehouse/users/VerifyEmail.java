package dev.gatehouse.users;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import java.time.Clock;

/**
 * Believes the holder of a link that the address it was sent to is his: that of his account, or one that he wants to
 * change to.
 */
final class VerifyEmail {
    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final OneTimeLinks links;
    private final Registrations registrations;
    private final ChangeEmail changeEmail;

    VerifyEmail(
            Database db,
            AuditTrail audit,
            Clock clock,
            OneTimeLinks links,
            Registrations registrations,
            ChangeEmail changeEmail) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
        this.links = links;
        this.registrations = registrations;
        this.changeEmail = changeEmail;
    }

    /**
     * @throws Refusal 400 {@code invalid_verification_token}; 409 {@code email_taken} if somebody else has proved the
     *     new address meanwhile, which leaves the link as it was
     */
    void by(Secret token, Origin origin) {
        if (!changeEmail.orTaken(() -> db.inTransaction(tx -> verify(tx, token, origin)))) {
            throw Refusal.malformed(
                    "invalid_verification_token", "The link is not valid, has expired or was used before.");
        }
    }

    private boolean verify(Tx tx, Secret token, Origin origin) {
        UsedLink link = links.consume(tx, token, LinkPurpose.EMAIL_VERIFICATION, LinkPurpose.EMAIL_CHANGE)
                .orElse(null);
        if (link == null) {
            return false;
        }
        return link.isFor(LinkPurpose.EMAIL_CHANGE)
                ? changeEmail.confirmed(tx, link, origin)
                : verified(tx, link, origin);
    }

    private boolean verified(Tx tx, UsedLink link, Origin origin) {
        long userId = link.userId();
        if (tx.dao(EmailDao.class).verified(userId, link.email(), clock.instant()) == 0) {
            return false;
        }
        links.revoke(tx, userId, LinkPurpose.EMAIL_VERIFICATION);
        registrations.proved(tx, userId);
        tx.changed(Topic.USERS, userId);
        audit.record(
                tx, AuditEvent.of("user.email_verified").byUser(userId, origin).on("user", userId));
        return true;
    }
}
