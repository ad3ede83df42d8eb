package dev.gatehouse.files;

import java.time.Instant;
import java.util.UUID;

/**
 * A file as the API shows it.
 *
 * @param sha256 in hexadecimal
 * @param userId whose it is
 * @param scanStatus {@code pending} (nobody can download it yet), {@code clean}, {@code not_scanned}, {@code infected}
 *     (its bytes are gone)
 * @param indexStatus how far the search has come with it; {@code not_wanted} if its owner did not ask for it
 */
public record StoredFile(
        UUID id,
        String filename,
        String category,
        String contentType,
        long size,
        String sha256,
        long userId,
        Instant uploadedAt,
        String scanStatus,
        String indexStatus) {}
