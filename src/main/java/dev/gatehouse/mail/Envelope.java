package dev.gatehouse.mail;

import dev.gatehouse.http.RequestId;
import java.net.IDN;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.email.EmailBuilder;

/** Makes a message (RFC 5322) of a letter: sender, recipient, subject, text and HTML. */
final class Envelope {
    private static final Pattern NAMED = Pattern.compile("([^<>]*)<([^<>]+)>");

    private final Templates templates;
    private final String senderName;
    private final String senderAddress;

    Envelope(Templates templates, LettersConfig config) {
        this.templates = templates;
        Matcher named = NAMED.matcher(config.from());
        this.senderName = named.matches() ? named.group(1).strip() : config.productName();
        this.senderAddress = named.matches() ? named.group(2).strip() : config.from();
    }

    Email around(DueLetter letter, Map<String, String> values) {
        Templates.Rendered words = templates.render(Template.named(letter.template()), Delivery.locale(letter), values);
        String domain = senderAddress.substring(senderAddress.indexOf('@') + 1);
        EmailPopulatingBuilder email = EmailBuilder.startingBlank()
                .from(senderName, senderAddress)
                .to(mailbox(letter.recipient()))
                .withSubject(words.subject())
                .withPlainText(words.text())
                .withHTMLText(words.html())
                // The same for every attempt, so that who receives two sees that they are one.
                .fixingMessageId("<" + letter.id() + "@" + domain + ">")
                // RFC 3834: nobody's holiday notice shall answer.
                .withHeader("Auto-Submitted", "auto-generated");
        // Whoever asks why he got it can be told by this.
        return letter.requestId() == null
                ? email.buildEmail()
                : email.withHeader(RequestId.HEADER, letter.requestId()).buildEmail();
    }

    /** Servers that know no SMTPUTF8 (RFC 6531) still reach every domain by its name in ASCII (RFC 5890). */
    static String mailbox(String address) {
        int domain = address.indexOf('@') + 1;
        return address.substring(0, domain) + IDN.toASCII(address.substring(domain));
    }
}
