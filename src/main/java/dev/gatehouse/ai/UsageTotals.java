package dev.gatehouse.ai;

import java.math.BigDecimal;

/**
 * What some calls took together.
 *
 * @param key what they have in common: a user's id, a model, a day; {@code null} for the caller's own
 * @param unpricedCalls of models whose price nobody knows: {@code costUsd} is without them
 */
public record UsageTotals(
        String key,
        long calls,
        long failedCalls,
        long unpricedCalls,
        long inputTokens,
        long cachedInputTokens,
        long outputTokens,
        long reasoningTokens,
        BigDecimal costUsd) {
    UsageTotals plain() {
        return new UsageTotals(
                key,
                calls,
                failedCalls,
                unpricedCalls,
                inputTokens,
                cachedInputTokens,
                outputTokens,
                reasoningTokens,
                BudgetRow.plain(costUsd));
    }
}
