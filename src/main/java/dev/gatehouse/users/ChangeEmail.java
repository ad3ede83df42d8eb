package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Changes the address of an account: asked for by its owner with his password, in force once the new address is proved,
 * and told to the old one with a link that takes it back. Who asks never learns whether the new address has an account.
 */
final class ChangeEmail implements AccountRequests.Handler {
    private final AuditTrail audit;
    private final Clock clock;
    private final LetterBudget budget;
    private final EmailChangeLinks changeLinks;
    private final ResetLinks resetLinks;
    private final MoveAddress moveAddress;

    ChangeEmail(
            AuditTrail audit,
            Clock clock,
            LetterBudget budget,
            EmailChangeLinks changeLinks,
            ResetLinks resetLinks,
            MoveAddress moveAddress) {
        this.audit = audit;
        this.clock = clock;
        this.budget = budget;
        this.changeLinks = changeLinks;
        this.resetLinks = resetLinks;
        this.moveAddress = moveAddress;
    }

    /** Notes down what the owner of an account, who has just given his password, asks for. */
    void ask(Tx tx, Caller caller, String email) {
        tx.dao(AccountRequestDao.class)
                .insert(AccountRequest.emailChange(caller.userId(), email, caller.origin(), clock.instant()));
        audit.record(tx, AuditEvent.of("user.email_change_requested").by(caller).on("user", caller.userId()));
    }

    /** Sends the link to the new address, or tells its owner that somebody else wanted it. */
    @Override
    public void handle(Tx tx, AccountRequest request) {
        AddresseeDao dao = tx.dao(AddresseeDao.class);
        Optional<Addressee> asker = dao.lock(request.userId()).filter(Addressee::maySignIn);
        if (asker.isEmpty() || !budget.allows(tx, LetterBudget.Kind.EMAIL_CHANGE, request.email(), request.userId())) {
            return;
        }
        Optional<Addressee> owner = dao.ofEmail(request.email()).filter(ChangeEmail::owns);
        if (owner.isEmpty()) {
            changeLinks.sendConfirmation(tx, asker.get().reading(request.origin()), request.email());
        } else if (owner.get().active()) {
            resetLinks.sendBecauseTaken(tx, owner.get());
        }
    }

    /** Somebody who registered with an address that he has yet to prove does not stand in the way of one who does. */
    private static boolean owns(Addressee person) {
        return person.emailVerified() || !person.hasPassword();
    }

    /** @return whether the account still is there, and lives */
    boolean confirmed(Tx tx, UsedLink link, Origin origin) {
        Optional<Addressee> before = moveAddress.to(tx, link.userId(), link.email(), "email_changed");
        before.ifPresent(old -> {
            changeLinks.sendNotice(tx, old, link.email());
            audit.record(
                    tx,
                    AuditEvent.of("user.email_changed").byUser(old.id(), origin).on("user", old.id()));
        });
        return before.isPresent();
    }

    /** @see MoveAddress#orTaken */
    <T> T orTaken(Supplier<T> transaction) throws Refusal {
        return moveAddress.orTaken(transaction);
    }
}
