package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the ledger holds of a call before it is made.
 *
 * @param host whom the text goes to
 * @param inputPrice USD per token, with which it will be charged; {@code null} if nobody knows it
 * @param reservedUsd the worst it may cost; {@code null} if nobody knows the price
 * @param reservedTokens the most it may take
 * @param chunks which pieces of which documents went along
 * @param promptHash SHA-256 in hexadecimal digits
 * @param prompt {@code null} unless texts are kept
 */
public record CallStart(
        UUID id,
        long userId,
        UUID apiKeyId,
        UUID sessionId,
        String requestId,
        String operation,
        String provider,
        String host,
        String model,
        boolean streamed,
        BigDecimal inputPrice,
        BigDecimal cachedPrice,
        BigDecimal outputPrice,
        String pricesHash,
        BigDecimal reservedUsd,
        long reservedTokens,
        List<String> chunks,
        String promptHash,
        String prompt,
        Instant startedAt) {}
