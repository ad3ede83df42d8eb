package dev.gatehouse.users;

import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import java.time.Clock;
import java.util.Map;

/** The use cases of the life of an account, wired: they share links, letters and what is done about both. */
final class AccountParts {
    final Database db;
    final AuditTrail audit;
    final Clock clock;
    final OneTimeLinks links;
    final Invitations invitations;
    final Registrations registrations;
    final SendPasswordReset sendPasswordReset;
    final ChangeEmail changeEmail;

    private final Letters letters;
    private final LetterBudget budget;
    final CloseOldDoors closeOldDoors;
    private final ResetLinks resetLinks;
    private final MoveAddress moveAddress;
    private final RegistrationConfig config;

    AccountParts(UsersModule.Settings settings, UsersModule.Needs needs, Clock clock) {
        this.db = needs.storage().database();
        this.audit = needs.storage().audit();
        this.clock = clock;
        this.config = settings.registration();
        this.links = new OneTimeLinks(db, clock);
        this.letters = new Letters(needs.outbox(), new PublicLinks(settings.publicUrl()));
        this.budget = new LetterBudget(clock);
        this.registrations = new Registrations(audit, clock, letters, config);
        this.closeOldDoors = new CloseOldDoors(links, needs.endSessions(), needs.endKeys());
        this.resetLinks = new ResetLinks(links, letters, settings.passwords().linkLifetime());
        this.invitations =
                new Invitations(db, needs.roles().grants(), audit, links, letters, config.invitationLifetime());
        this.sendPasswordReset = new SendPasswordReset(db, needs.roles().grants(), audit, budget, resetLinks);
        this.moveAddress = new MoveAddress(clock, registrations, closeOldDoors);
        EmailChangeLinks changeLinks = new EmailChangeLinks(links, letters, config);
        this.changeEmail = new ChangeEmail(audit, clock, budget, changeLinks, resetLinks, moveAddress);
    }

    ChangeStanding changeStanding() {
        return new ChangeStanding(audit, registrations, closeOldDoors, letters);
    }

    NewDeviceLetters newDeviceLetters() {
        return new NewDeviceLetters(letters);
    }

    VerifyEmail verifyEmail() {
        return new VerifyEmail(db, audit, clock, links, registrations, changeEmail);
    }

    UndoEmailChange undoEmailChange() {
        return new UndoEmailChange(db, audit, clock, links, moveAddress, resetLinks);
    }

    ChangePassword changePassword(NewPasswords passwords, CurrentPassword current) {
        return new ChangePassword(db, audit, clock, passwords, current, passwordIsNew());
    }

    ResetPassword resetPassword(NewPasswords passwords) {
        return new ResetPassword(db, audit, clock, passwords, links, passwordIsNew());
    }

    TellApprovers tellApprovers() {
        return new TellApprovers(db, clock, budget, letters);
    }

    AccountRequests requests(Users users) {
        ProveAddress proveAddress = new ProveAddress(links, letters, config.verificationLifetime());
        return new AccountRequests(
                db,
                clock,
                Map.of(
                        AccountRequest.Kind.REGISTRATION,
                        new RegisterAccount(users, audit, registrations, budget, proveAddress, resetLinks),
                        AccountRequest.Kind.VERIFICATION,
                        new SendVerification(audit, budget, proveAddress),
                        AccountRequest.Kind.PASSWORD_RESET,
                        sendPasswordReset::asRequested,
                        AccountRequest.Kind.EMAIL_CHANGE,
                        changeEmail));
    }

    private PasswordIsNew passwordIsNew() {
        return new PasswordIsNew(closeOldDoors, registrations, letters);
    }
}
