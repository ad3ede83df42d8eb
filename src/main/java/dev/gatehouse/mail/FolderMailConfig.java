package dev.gatehouse.mail;

import jakarta.validation.Valid;
import java.nio.file.Path;

/**
 * {@code mail: {type: folder}}: every mail becomes an {@code .eml} file.
 *
 * @param folder made if it is not there
 */
public record FolderMailConfig(
        Path folder, @Valid LettersConfig letters, @Valid DeliveryConfig delivery) implements MailConfig {
    public FolderMailConfig {
        folder = folder == null ? Path.of("data", "mail") : folder;
        letters = letters == null ? LettersConfig.DEFAULT : letters;
        delivery = delivery == null ? DeliveryConfig.DEFAULT : delivery;
    }

    @Override
    public String destination() {
        return "files in " + folder;
    }

    @Override
    public Mailer mailer() {
        return new FolderMailer(folder);
    }
}
