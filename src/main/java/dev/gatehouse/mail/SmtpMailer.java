package dev.gatehouse.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.SendFailedException;
import java.time.Duration;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.mailer.MailerBuilder;

/** Submits mails to an SMTP server, a connection for each. */
final class SmtpMailer implements dev.gatehouse.mail.Mailer {
    private static final int CHECK_TIMEOUT_MS = 2000;
    /** Of the server to one mail, each with a time-out of its own: connection, greetings, TLS, sign-in, addresses, body. */
    private static final int ANSWERS = 12;

    private final Mailer sending;
    private final Mailer checking;
    private final Duration longestAttempt;

    SmtpMailer(SmtpMailConfig config) {
        int timeout = Math.toIntExact(config.timeout().toMilliseconds());
        this.longestAttempt = Duration.ofMillis((long) ANSWERS * timeout);
        this.sending = mailer(config, timeout);
        this.checking = mailer(config, Math.min(timeout, CHECK_TIMEOUT_MS));
    }

    private static Mailer mailer(SmtpMailConfig config, int timeoutMillis) {
        var builder = config.username() == null
                ? MailerBuilder.withSMTPServer(config.host(), config.port())
                : MailerBuilder.withSMTPServer(
                        config.host(),
                        config.port(),
                        config.username(),
                        config.password() == null ? "" : config.password().reveal());
        return builder.withTransportStrategy(strategy(config.security()))
                .withSessionTimeout(timeoutMillis)
                .withProperty("mail.smtp.connectiontimeout", Integer.toString(timeoutMillis))
                .withProperty("mail.smtps.connectiontimeout", Integer.toString(timeoutMillis))
                // Mailboxes whose name is not ASCII are for servers that offer SMTPUTF8 (RFC 6531).
                .withProperty("mail.mime.allowutf8", "true")
                // Addresses were checked when they were accepted; the library's check would do it again, differently.
                .clearEmailValidator()
                .buildMailer();
    }

    private static TransportStrategy strategy(SmtpMailConfig.Security security) {
        return switch (security) {
            case STARTTLS -> TransportStrategy.SMTP_TLS;
            case TLS -> TransportStrategy.SMTPS;
            // Also not if it is offered: whoever asks for no protection has a server with a certificate of its own.
            case NONE -> TransportStrategy.SMTP;
        };
    }

    @Override
    public void send(Email email) throws MailFailure {
        try {
            sending.sendMail(email, false).join();
        } catch (RuntimeException e) {
            throw understood(e);
        }
    }

    @Override
    public Duration longestAttempt() {
        return longestAttempt;
    }

    @Override
    public void check() throws MailFailure {
        try {
            checking.testConnection(false).join();
        } catch (RuntimeException e) {
            throw understood(e);
        }
    }

    /** What the server's answer means (RFC 5321, 4.2.1): 5xx is for good, 4xx for now, everything else is about itself. */
    private static MailFailure understood(RuntimeException error) {
        for (Throwable cause = error; cause != null; cause = next(cause)) {
            int code = code(cause);
            if (code != 0) {
                MailFailure.Kind kind = code >= 500 ? MailFailure.Kind.REFUSED : MailFailure.Kind.PUT_OFF;
                return new MailFailure(kind, cause.getMessage(), error);
            }
            if (cause instanceof AuthenticationFailedException) {
                return new MailFailure(MailFailure.Kind.SERVER, "The server does not accept our credentials.", error);
            }
        }
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new MailFailure(MailFailure.Kind.SERVER, root.toString(), error);
    }

    /** Per recipient first: what is said of an address is worth more than what is said of the whole. */
    private static Throwable next(Throwable error) {
        if (error instanceof SendFailedException failed && failed.getNextException() != null) {
            return failed.getNextException();
        }
        return error.getCause() == error ? null : error.getCause();
    }

    private static int code(Throwable error) {
        if (error instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (error instanceof SMTPSendFailedException whole && whole.getNextException() == null) {
            return whole.getReturnCode();
        }
        return error instanceof SMTPSenderFailedException sender ? sender.getReturnCode() : 0;
    }
}
