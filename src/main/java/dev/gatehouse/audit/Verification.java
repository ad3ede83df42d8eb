package dev.gatehouse.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What a look at the whole chain found.
 *
 * @param lastSeal the newest seal at that time, 0 if there was none
 * @param lastHash its hash
 * @param unsealedRows rows that no seal covered yet
 * @param findings a JSON array of {@link Finding}, empty if the chain is intact
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Verification(
        UUID id,
        Instant verifiedAt,
        boolean intact,
        long lastSeal,
        byte[] lastHash,
        long sealCount,
        long rowCount,
        long unsealedRows,
        String findings,
        byte[] signature) {
    byte[] signedPart() {
        return String.join(
                        "|",
                        id.toString(),
                        verifiedAt.toString(),
                        Boolean.toString(intact),
                        Long.toString(lastSeal),
                        HexFormat.of().formatHex(lastHash),
                        Long.toString(sealCount),
                        Long.toString(rowCount))
                .getBytes(StandardCharsets.UTF_8);
    }
}
