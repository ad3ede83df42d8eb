package dev.gatehouse.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.RequestId;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Where features put the mails that their changes give reason for, in the transaction of the change: both are there or
 * neither. Sending is the {@link Postman}'s business, so a dead server delays no request and loses no mail. The values
 * of a letter hold one-time links and are sealed.
 */
public final class Outbox {
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

    private final ObjectMapper json;
    private final SecretBox box;
    private final Clock clock;
    private final Runnable bell;

    /** @param bell rung after each commit that leaves mail */
    Outbox(ObjectMapper json, SecretBox box, Clock clock, Runnable bell) {
        this.json = json;
        this.box = box;
        this.clock = clock;
        this.bell = bell;
    }

    /** @return the id under which operators find the mail */
    public UUID post(Tx tx, Letter letter) {
        UUID id = Ids.next();
        String locale = letter.locale() == null ? null : letter.locale().toLanguageTag();
        tx.dao(OutboxDao.class)
                .insert(
                        id,
                        letter.template().text(),
                        letter.recipient(),
                        locale,
                        seal(id, letter.values()),
                        RequestId.current().orElse(null),
                        clock.instant());
        tx.afterCommit(bell);
        return id;
    }

    private byte[] seal(UUID id, Map<String, String> values) {
        try {
            return box.seal(json.writeValueAsBytes(values), context(id));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    /** @throws GeneralSecurityException if they were sealed under another master key */
    Map<String, String> open(UUID id, byte[] sealed) throws GeneralSecurityException {
        try {
            return json.readValue(box.open(sealed, context(id)), VALUES);
        } catch (IOException e) {
            throw new GeneralSecurityException("What was sealed is no letter", e);
        }
    }

    /** What binds sealed values to their row. */
    static byte[] context(UUID id) {
        return id.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
