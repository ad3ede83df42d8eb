package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Grants;
import java.util.Optional;

/** Sends links that set a new password: to whoever asks for his own address, and to whom an administrator helps. */
final class SendPasswordReset {
    private final Database db;
    private final Grants grants;
    private final AuditTrail audit;
    private final LetterBudget budget;
    private final ResetLinks resetLinks;

    SendPasswordReset(Database db, Grants grants, AuditTrail audit, LetterBudget budget, ResetLinks resetLinks) {
        this.db = db;
        this.grants = grants;
        this.audit = audit;
        this.budget = budget;
        this.resetLinks = resetLinks;
    }

    /** Handles what somebody asked without saying who he is. */
    void asRequested(Tx tx, AccountRequest request) {
        Optional<Addressee> known =
                tx.dao(AddresseeDao.class).ofEmail(request.email()).map(person -> person.reading(request.origin()));
        boolean allowed = budget.allows(tx, LetterBudget.Kind.PASSWORD_RESET, request.email(), request.origin());
        boolean sent = allowed && known.filter(Addressee::active).isPresent();
        if (sent) {
            resetLinks.send(tx, known.get());
        }
        AuditEvent event = AuditEvent.of("password.reset_requested")
                .byAnonymous(request.origin())
                .with("sent", sent)
                .with("throttled", allowed ? null : true);
        known.ifPresent(person -> event.on("user", person.id()));
        audit.record(tx, event);
    }

    /**
     * Sends one to another person.
     *
     * @throws Refusal 404; {@code target_outranks_caller} (403); {@code account_inactive} (409)
     */
    void byAdministrator(Caller caller, long userId) {
        db.inTransaction(tx -> {
            grants.ceilingOver(tx, caller, userId);
            Addressee person = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
            if (!person.active()) {
                throw Refusal.conflict("account_inactive", "This account has been deactivated.");
            }
            resetLinks.send(tx, person.reading(caller.origin()));
            audit.record(
                    tx, AuditEvent.of("password.reset_link_sent").by(caller).on("user", userId));
            return null;
        });
    }
}
