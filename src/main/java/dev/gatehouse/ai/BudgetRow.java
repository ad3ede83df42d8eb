package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;

/** A budget with what is used of it, as the database has it. */
public record BudgetRow(
        long id,
        String scope,
        BudgetPeriod period,
        BigDecimal limitUsd,
        Long limitTokens,
        BigDecimal usedUsd,
        long usedTokens,
        BigDecimal reservedUsd,
        long reservedTokens) {
    Budget at(Instant now) {
        return new Budget(
                id,
                scope,
                period,
                plain(limitUsd),
                limitTokens,
                plain(usedUsd),
                usedTokens,
                plain(reservedUsd),
                reservedTokens,
                period.renewal(now));
    }

    /** 5 and not 5.000000, nor 5E+0. */
    static BigDecimal plain(BigDecimal amount) {
        if (amount == null) {
            return null;
        }
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
