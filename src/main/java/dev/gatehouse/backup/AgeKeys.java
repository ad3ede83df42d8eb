package dev.gatehouse.backup;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.gatehouse.kernel.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Encryption to the holders of keys, in the format of age (age-encryption.org/v1): `age -d` opens it too. */
final class AgeKeys {
    private AgeKeys() {}

    /** @param recipients public keys, {@code age1…}; any of them opens it */
    static OutputStream encrypting(OutputStream out, List<String> recipients) throws IOException {
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        for (String recipient : recipients) {
            writers.add(writer(recipient));
        }
        try {
            return Channels.newOutputStream(
                    new StandardEncryptingChannelFactory().newEncryptingChannel(Channels.newChannel(out), writers));
        } catch (GeneralSecurityException e) {
            throw new BackupException("The backup cannot be encrypted: " + e.getMessage(), e);
        }
    }

    /** @param identity the private key, {@code AGE-SECRET-KEY-1…} */
    static InputStream decrypting(InputStream in, Secret identity) throws IOException {
        try {
            RecipientStanzaReader reader =
                    X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity.reveal());
            return Channels.newInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(in), List.of(reader)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BackupException("The backup cannot be opened with this identity.", e);
        }
    }

    /** Whether somebody could be meant by it. */
    static boolean isRecipient(String text) {
        try {
            writer(text);
            return true;
        } catch (BackupException e) {
            return false;
        }
    }

    private static RecipientStanzaWriter writer(String recipient) {
        try {
            return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BackupException("'" + recipient + "' is not an age recipient (age1…).", e);
        }
    }
}
