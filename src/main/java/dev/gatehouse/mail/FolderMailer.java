package dev.gatehouse.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.simplejavamail.api.email.ContentTransferEncoding;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.converter.EmailConverter;
import org.simplejavamail.email.EmailBuilder;

/** Writes mails into a folder, one file each, for people who develop and for tests. */
final class FolderMailer implements Mailer {
    private final Path folder;

    FolderMailer(Path folder) {
        this.folder = folder;
    }

    /** The name is that of the outbox row, so that a mail written twice is still one file. */
    @Override
    public void send(Email email) throws MailFailure {
        String name = email.getId().replaceAll("^<|@.*$", "") + ".eml";
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "draft-", ".tmp");
            Files.write(draft, EmailConverter.emailToEML(readable(email)).getBytes(StandardCharsets.UTF_8));
            Files.move(
                    draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new MailFailure(MailFailure.Kind.SERVER, e.toString(), e);
        }
    }

    /** Links in it can be copied as they stand: no line is broken, no sign is encoded. */
    private static Email readable(Email email) {
        return EmailBuilder.copying(email)
                .withContentTransferEncoding(ContentTransferEncoding.BIT8)
                .buildEmail();
    }

    @Override
    public Duration longestAttempt() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void check() throws MailFailure {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new MailFailure(MailFailure.Kind.SERVER, e.toString(), e);
        }
        if (!Files.isWritable(folder)) {
            throw new MailFailure(MailFailure.Kind.SERVER, "The folder cannot be written to.", null);
        }
    }
}
