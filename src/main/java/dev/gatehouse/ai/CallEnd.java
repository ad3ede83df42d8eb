package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the ledger holds of a call after it.
 *
 * @param model that answered, as the provider calls it
 * @param costUsd {@code null} if nobody knows the price
 * @param firstTokenMs {@code null} if none came
 * @param finish why it ended: {@code stop}, {@code length}, {@code cancelled}, {@code failed}, {@code lost} …
 * @param errorCode {@code null} if it went well
 * @param answer {@code null} unless texts are kept
 */
public record CallEnd(
        String model,
        TokenUsage usage,
        BigDecimal costUsd,
        long latencyMs,
        Long firstTokenMs,
        String finish,
        String errorCode,
        String answer,
        Instant endedAt) {}
