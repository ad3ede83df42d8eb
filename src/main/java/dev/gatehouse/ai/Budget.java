package dev.gatehouse.ai;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A budget and how it stands in this period, as the API shows it.
 *
 * @param limitUsd {@code null} if money is not limited
 * @param limitTokens {@code null} if tokens are not limited
 * @param usedUsd of calls whose price was known
 * @param reservedUsd the worst that calls under way may cost
 * @param renewsAt when the next period begins
 */
public record Budget(
        @JsonIgnore long id,
        String scope,
        BudgetPeriod period,
        BigDecimal limitUsd,
        Long limitTokens,
        BigDecimal usedUsd,
        long usedTokens,
        BigDecimal reservedUsd,
        long reservedTokens,
        Instant renewsAt) {
    /** {@code null} if money is not limited. */
    @JsonProperty
    public BigDecimal remainingUsd() {
        return limitUsd == null
                ? null
                : limitUsd.subtract(usedUsd).subtract(reservedUsd).max(BigDecimal.ZERO);
    }

    /** {@code null} if tokens are not limited. */
    @JsonProperty
    public Long remainingTokens() {
        return limitTokens == null ? null : Math.max(0, limitTokens - usedTokens - reservedTokens);
    }
}
