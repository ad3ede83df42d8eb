package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** A call as the ledger is exported. */
public record CallRow(
        UUID id,
        Instant startedAt,
        long userId,
        UUID apiKeyId,
        String operation,
        String provider,
        String model,
        String answeredBy,
        long inputTokens,
        long cachedInputTokens,
        long outputTokens,
        long reasoningTokens,
        boolean estimated,
        BigDecimal costUsd,
        long latencyMs,
        Long firstTokenMs,
        String finish,
        String errorCode,
        String requestId) {}
