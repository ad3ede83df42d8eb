package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.mail.Letter;
import dev.gatehouse.mail.Outbox;
import java.util.List;
import java.util.regex.Pattern;

/** Writes the letters about accounts, each in the transaction that gives reason for it. */
final class Letters {
    /**
     * A name that cannot be taken for an address of the web. What somebody called himself is not repeated otherwise to
     * an address that nobody has proved: a stranger could have us deliver his advertisement.
     */
    private static final Pattern HARMLESS_NAME = Pattern.compile("(?!.*\\.\\p{L})[\\p{L}\\p{M} .'\u2019-]{1,50}");

    private final Outbox outbox;
    private final PublicLinks links;

    Letters(Outbox outbox, PublicLinks links) {
        this.outbox = outbox;
        this.links = links;
    }

    void verifyEmail(Tx tx, Addressee to, Secret token) {
        outbox.post(tx, letter("verify-email", to).with("link", links.verifyEmail(token)));
    }

    void addressTaken(Tx tx, Addressee to, Secret token) {
        outbox.post(tx, letter("address-taken", to).with("link", links.setPassword(token)));
    }

    void welcome(Tx tx, Addressee to) {
        outbox.post(tx, letter("welcome", to).with("link", links.home()));
    }

    void invitation(Tx tx, Addressee to, Secret token) {
        outbox.post(tx, letter("invitation", to).with("link", links.setPassword(token)));
    }

    void passwordReset(Tx tx, Addressee to, Secret token) {
        outbox.post(tx, letter("password-reset", to).with("link", links.setPassword(token)));
    }

    void passwordChanged(Tx tx, Addressee to) {
        outbox.post(tx, letter("password-changed", to));
    }

    /** To an address that is not yet that of the account. */
    void confirmEmailChange(Tx tx, Addressee person, String newEmail, Secret token) {
        outbox.post(
                tx,
                letter("email-change-confirm", newEmail, person, harmless(person.firstName()))
                        .with("link", links.verifyEmail(token)));
    }

    /** To the address that was that of the account. */
    void emailChanged(Tx tx, Addressee before, String newEmail, Secret undoToken) {
        outbox.post(
                tx,
                letter("email-change-notice", before)
                        .with("email", newEmail)
                        .with("link", links.undoEmailChange(undoToken)));
    }

    void newDevice(Tx tx, Addressee to, String time, String address, String device) {
        outbox.post(
                tx,
                letter("new-device", to)
                        .with("time", time)
                        .with("address", address)
                        .with("device", device)
                        .with("link", links.home()));
    }

    void accountDeactivated(Tx tx, Addressee to) {
        outbox.post(tx, letter("account-deactivated", to));
    }

    void approvalNeeded(Tx tx, Addressee approver, List<RegistrationDao.Applicant> waiting) {
        RegistrationDao.Applicant first = waiting.get(0);
        outbox.post(
                tx,
                letter("approval-needed", approver)
                        .with("count", Integer.toString(waiting.size()))
                        .with("applicant", first.firstName() + " " + first.lastName() + " <" + first.email() + ">")
                        .with("link", links.home()));
    }

    private static Letter letter(String template, Addressee to) {
        return letter(template, to.email(), to, to.emailVerified() ? to.firstName() : harmless(to.firstName()));
    }

    private static Letter letter(String template, String email, Addressee reader, String name) {
        return Letter.of(template).to(email).in(reader.locale()).with("name", name);
    }

    static String harmless(String name) {
        return HARMLESS_NAME.matcher(name).matches() ? name : "";
    }
}
