package dev.gatehouse.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.SecretBox;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.MDC;

/**
 * Where letters wait to be sent. They are posted in the transaction that gives reason for them: no letter without the
 * deed, no deed without the letter. What is filled in holds live links, so it is stored sealed.
 */
public final class Outbox {
    private final SecretBox box;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    public Outbox(MasterKey masterKey, Clock clock) {
        this.box = masterKey.boxFor("outbox");
        this.clock = clock;
    }

    /** @throws NullPointerException for a letter without a recipient */
    public void post(Tx tx, Letter letter) {
        UUID id = Ids.next();
        tx.dao(OutboxDao.class)
                .insert(
                        id,
                        letter.template(),
                        Objects.requireNonNull(letter.recipient(), letter.template()),
                        letter.locale() == null ? null : letter.locale().toLanguageTag(),
                        box.seal(values(letter), context(id)),
                        MDC.get("request_id"),
                        clock.instant());
    }

    /** What binds sealed values to their row. */
    static byte[] context(UUID id) {
        return id.toString().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] values(Letter letter) {
        try {
            return json.writeValueAsBytes(letter.values());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }
}
