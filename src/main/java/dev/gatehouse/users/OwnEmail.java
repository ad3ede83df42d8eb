package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import java.util.Optional;

/** The address in a change of one's own profile: checked, with the password, before anything is asked for it. */
final class OwnEmail {
    private final KnownUsers knownUsers;
    private final AcceptableEmail acceptable;
    private final CurrentPassword currentPassword;
    private final ChangeEmail changeEmail;

    OwnEmail(
            KnownUsers knownUsers,
            AcceptableEmail acceptable,
            CurrentPassword currentPassword,
            ChangeEmail changeEmail) {
        this.knownUsers = knownUsers;
        this.acceptable = acceptable;
        this.currentPassword = currentPassword;
        this.changeEmail = changeEmail;
    }

    /**
     * The new address in its canonical form; empty if he wants none, or the one that he has.
     *
     * @throws Refusal 400 {@code wrong_password}; 422 {@code invalid_email}, {@code email_domain_not_allowed} or
     *     {@code current_password_required}
     */
    Optional<String> wantedBy(Caller caller, OwnChange change) {
        if (!change.email().isPresent()) {
            return Optional.empty();
        }
        String wanted = acceptable.canonical(change.email().value());
        String present = knownUsers
                .find(caller.userId())
                .map(known -> known.user().email())
                .orElse(null);
        if (wanted.equals(present)) {
            return Optional.empty();
        }
        acceptable.requireAllowed(wanted);
        if (change.currentPassword() == null) {
            throw Refusal.invalid(
                    "current_password",
                    "current_password_required",
                    "Another e-mail address needs the current password.");
        }
        currentPassword.require(caller, change.currentPassword());
        return Optional.of(wanted);
    }

    void ask(Tx tx, Caller caller, String email) {
        changeEmail.ask(tx, caller, email);
    }
}
