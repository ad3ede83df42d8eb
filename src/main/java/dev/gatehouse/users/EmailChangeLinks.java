package dev.gatehouse.users;

import dev.gatehouse.db.Tx;

/** The two links of a change of address: one to the new address that makes it, one to the old that takes it back. */
final class EmailChangeLinks {
    private final OneTimeLinks links;
    private final Letters letters;
    private final RegistrationConfig config;

    EmailChangeLinks(OneTimeLinks links, Letters letters, RegistrationConfig config) {
        this.links = links;
        this.letters = letters;
        this.config = config;
    }

    /** Only the last address that somebody asked for can become his. */
    void sendConfirmation(Tx tx, Addressee person, String newEmail) {
        cancel(tx, person.id());
        letters.confirmEmailChange(
                tx,
                person,
                newEmail,
                links.issue(
                        tx,
                        person.id(),
                        LinkPurpose.EMAIL_CHANGE,
                        config.verificationLifetime().toJavaDuration(),
                        newEmail));
    }

    /** @param before the account with its old address */
    void sendNotice(Tx tx, Addressee before, String newEmail) {
        letters.emailChanged(
                tx,
                before,
                newEmail,
                links.issue(
                        tx,
                        before.id(),
                        LinkPurpose.EMAIL_CHANGE_UNDO,
                        config.undoLifetime().toJavaDuration(),
                        before.email()));
    }

    /** Voids what was sent to a new address. */
    void cancel(Tx tx, long userId) {
        links.revoke(tx, userId, LinkPurpose.EMAIL_CHANGE);
    }
}
