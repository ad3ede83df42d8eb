package dev.gatehouse.mail;

import java.time.Instant;
import java.util.UUID;

/** A mail in the hands of a postman. */
@SuppressWarnings("ArrayRecordComponent") // never compared by its bytes
public record DueLetter(
        UUID id,
        String template,
        String recipient,
        String locale,
        byte[] sealedValues,
        String requestId,
        int attempts,
        Instant tryingSince) {
    @Override
    public boolean equals(Object other) {
        return other instanceof DueLetter letter && id.equals(letter.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
