package dev.gatehouse.ai;

import java.math.BigDecimal;

/**
 * What a call took, as its answer tells.
 *
 * @param costUsd {@code null} if nobody knows the price
 * @param estimated whether the provider did not say and we guessed
 */
public record UsageShown(long inputTokens, long outputTokens, BigDecimal costUsd, boolean estimated) {
    static UsageShown of(Finished finished) {
        return new UsageShown(
                finished.usage().input(),
                finished.usage().output(),
                BudgetRow.plain(finished.costUsd()),
                !finished.usage().reported());
    }
}
