package dev.gatehouse.mail;

import java.time.Duration;
import org.simplejavamail.api.email.Email;

/** Hands one mail over to whoever delivers it. */
public interface Mailer {
    /**
     * Returns once the other side has taken responsibility for the mail.
     *
     * @throws MailFailure if it has not, or nobody knows
     */
    void send(Email email) throws MailFailure;

    /**
     * Whether mail could be sent now; sends none.
     *
     * @throws MailFailure if not
     */
    void check() throws MailFailure;

    /** After this time nobody sends any more: whoever still holds the mail has died with it. */
    Duration longestAttempt();
}
