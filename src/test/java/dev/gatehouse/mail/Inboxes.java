package dev.gatehouse.mail;

import dev.gatehouse.testing.JarProcess;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people find in their mail: a real SMTP server, read as they read it. */
public final class Inboxes implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("#token=([\\w-]+)");

    private final SmtpServer server = new SmtpServer().on();

    /** What makes a Gatehouse send its mail here. */
    public Map<String, String> overrides() {
        return server.overrides();
    }

    /** Waits for the mail; the text of the newest one with this subject. */
    public String text(String recipient, String subject) {
        JarProcess.await(
                subject + " to " + recipient, () -> !found(recipient, subject).isEmpty());
        List<MimeMessage> found = found(recipient, subject);
        return plainText(found.get(found.size() - 1));
    }

    /** What the link in that mail carries. */
    public String token(String recipient, String subject) {
        String text = text(recipient, subject);
        Matcher matcher = TOKEN.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("No link in " + text);
        }
        return matcher.group(1);
    }

    private List<MimeMessage> found(String recipient, String subject) {
        return server.messages().stream()
                .filter(message -> SmtpServer.recipient(message).equals(recipient))
                .filter(message -> subject(message).equals(subject))
                .toList();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plainText(Part part) {
        try {
            if (part.isMimeType("text/plain")) {
                return (String) part.getContent();
            }
            if (part.getContent() instanceof Multipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    BodyPart one = parts.getBodyPart(i);
                    String text = plainText(one);
                    if (!text.isEmpty()) {
                        return text;
                    }
                }
            }
            return "";
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
