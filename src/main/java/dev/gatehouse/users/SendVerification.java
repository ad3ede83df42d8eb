package dev.gatehouse.users;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Tx;
import java.util.Optional;

/** Sends the link that proves an address once more, to somebody who registered and has not used it. */
final class SendVerification implements AccountRequests.Handler {
    private final AuditTrail audit;
    private final LetterBudget budget;
    private final ProveAddress proveAddress;

    SendVerification(AuditTrail audit, LetterBudget budget, ProveAddress proveAddress) {
        this.audit = audit;
        this.budget = budget;
        this.proveAddress = proveAddress;
    }

    @Override
    public void handle(Tx tx, AccountRequest request) {
        Optional<Addressee> known = tx.dao(AddresseeDao.class).ofEmail(request.email());
        boolean allowed = budget.allows(tx, LetterBudget.Kind.VERIFICATION, request.email(), request.origin());
        // Somebody without a password was invited, and needs an invitation to set one.
        boolean sent = allowed
                && known.filter(person -> person.active() && person.hasPassword() && !person.emailVerified())
                        .isPresent();
        if (sent) {
            proveAddress.by(tx, known.get().reading(request.origin()));
        }
        AuditEvent event = AuditEvent.of("user.verification_requested")
                .byAnonymous(request.origin())
                .with("sent", sent)
                .with("throttled", allowed ? null : true);
        known.ifPresent(person -> event.on("user", person.id()));
        audit.record(tx, event);
    }
}
