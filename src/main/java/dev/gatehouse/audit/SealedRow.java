package dev.gatehouse.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * One audit row with every column, as a seal sees it.
 *
 * @param ipAddress as PostgreSQL spells an inet
 * @param details as PostgreSQL spells a jsonb, which is the same for equal values
 */
public record SealedRow(
        UUID id,
        Instant occurredAt,
        long position,
        String actorType,
        Long actorId,
        String apiKeyId,
        String action,
        String outcome,
        String targetType,
        String targetId,
        String ipAddress,
        String userAgent,
        String requestId,
        String details) {
    private static final int NULL = -1;

    /** The row as bytes: every column with its length in front, so that no two rows share an encoding. */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Object[] columns = {
                id,
                occurredAt,
                position,
                actorType,
                actorId,
                apiKeyId,
                action,
                outcome,
                targetType,
                targetId,
                ipAddress,
                userAgent,
                requestId,
                details
            };
            for (Object column : columns) {
                write(out, column);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Object column) throws IOException {
        if (column == null) {
            out.writeInt(NULL);
            return;
        }
        byte[] text = Objects.toString(column).getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
    }
}
