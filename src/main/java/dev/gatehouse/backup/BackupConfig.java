package dev.gatehouse.backup;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code backup:} copies that the service makes by itself.
 *
 * @param enabled off unless said otherwise: who runs a server of his own may have better ones
 * @param folder where they go; replicas should share it, or only one of them should make any
 * @param every how old the newest may become
 * @param keep how many stay; older ones are deleted once a newer one is complete
 * @param withFiles whether uploaded files are part of it, if they lie on disk
 * @param recipients age public keys that can open them; without any they are not encrypted
 */
public record BackupConfig(
        boolean enabled,
        Path folder,
        @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration every,
        @Min(1) @Max(10_000) Integer keep,
        boolean withFiles,
        List<String> recipients) {
    public BackupConfig {
        folder = folder == null ? Path.of("data", "backups") : folder;
        every = every == null ? Duration.days(1) : every;
        keep = keep == null ? 7 : keep;
        recipients = recipients == null ? List.of() : List.copyOf(recipients);
    }

    public static BackupConfig off() {
        return new BackupConfig(false, null, null, null, false, null);
    }

    @ValidationMethod(message = "recipients must be age public keys (age1…)")
    public boolean isOpenToKnownRecipients() {
        return recipients.stream().allMatch(AgeKeys::isRecipient);
    }
}
