package dev.gatehouse.users;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Tx;
import java.util.Optional;

/**
 * Opens the account that somebody registered, or tells the owner of the address that it has one. A second registration
 * changes nothing about the first: it would let a stranger put his password on an account that somebody else is about
 * to prove. The letter to the owner holds a link that sets a password of his own instead.
 */
final class RegisterAccount implements AccountRequests.Handler {
    private final Users users;
    private final AuditTrail audit;
    private final Registrations registrations;
    private final LetterBudget budget;
    private final ProveAddress proveAddress;
    private final ResetLinks resetLinks;

    RegisterAccount(
            Users users,
            AuditTrail audit,
            Registrations registrations,
            LetterBudget budget,
            ProveAddress proveAddress,
            ResetLinks resetLinks) {
        this.users = users;
        this.audit = audit;
        this.registrations = registrations;
        this.budget = budget;
        this.proveAddress = proveAddress;
        this.resetLinks = resetLinks;
    }

    @Override
    public void handle(Tx tx, AccountRequest request) {
        Optional<Long> opened = users.register(tx, request, !registrations.requireApproval());
        if (opened.isPresent()) {
            opened(tx, request, opened.get());
        } else {
            refused(tx, request);
        }
    }

    private void opened(Tx tx, AccountRequest request, long id) {
        registrations.begin(tx, id);
        audit.record(
                tx,
                AuditEvent.of("user.registered").byAnonymous(request.origin()).on("user", id));
        // Counted, so that "send it again" starts from one; the first is sent in any case.
        budget.allows(tx, LetterBudget.Kind.VERIFICATION, request.email(), request.origin());
        proveAddress.by(tx, tx.dao(AddresseeDao.class).find(id).orElseThrow());
    }

    private void refused(Tx tx, AccountRequest request) {
        Addressee owner = tx.dao(AddresseeDao.class)
                .ofEmail(request.email())
                .orElseThrow(() -> new IllegalStateException("The account of this address has just been deleted"));
        boolean sent =
                owner.active() && budget.allows(tx, LetterBudget.Kind.ADDRESS_TAKEN, owner.email(), request.origin());
        if (sent) {
            resetLinks.sendBecauseTaken(tx, owner.reading(request.origin()));
        }
        audit.record(
                tx,
                AuditEvent.of("user.registration_refused")
                        .byAnonymous(request.origin())
                        .failed()
                        .on("user", owner.id())
                        .with("reason", "address_taken")
                        .with("sent", sent));
    }
}
