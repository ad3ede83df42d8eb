package dev.gatehouse.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.SecretBox;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The letters in the outbox, as whoever holds the master key can read them. */
public final class PostedLetters {
    private final TestDatabase database;

    /** What a feature posted. */
    public record Posted(String template, String recipient, Locale locale, Map<String, String> values) {}

    public PostedLetters(TestDatabase database) {
        this.database = database;
    }

    /** In the order in which they were posted. */
    public List<Posted> all() {
        SecretBox box = database.masterKey().boxFor("mail");
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                                SELECT id, template, recipient, locale, sealed_values FROM mail_outbox ORDER BY created_at, id
                                """)
                .map((row, context) -> new Posted(
                        row.getString("template"),
                        row.getString("recipient"),
                        row.getString("locale") == null ? null : Locale.forLanguageTag(row.getString("locale")),
                        open(box, row.getObject("id", UUID.class), row.getBytes("sealed_values"))))
                .list());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> open(SecretBox box, UUID id, byte[] sealed) {
        try {
            return new TreeMap<>(new ObjectMapper().readValue(box.open(sealed, Outbox.context(id)), Map.class));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
