package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a model costs, in USD per token. */
record Price(BigDecimal input, BigDecimal cached, BigDecimal output) {
    static final Price NOTHING = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    private static final int SCALE = 10; // that of the columns
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    static Price perMillion(PricesConfig.Own own) {
        BigDecimal input = own.input().divide(MILLION);
        return new Price(
                input,
                own.cached() == null ? input : own.cached().divide(MILLION),
                own.output().divide(MILLION));
    }

    /** Never less than it is: fractions of the last digit are rounded up. */
    BigDecimal of(TokenUsage usage) {
        BigDecimal fresh = BigDecimal.valueOf(usage.input() - usage.cachedInput());
        return input.multiply(fresh)
                .add(cached.multiply(BigDecimal.valueOf(usage.cachedInput())))
                .add(output.multiply(BigDecimal.valueOf(usage.output())))
                .setScale(SCALE, RoundingMode.CEILING);
    }

    BigDecimal inputPerMillion() {
        return input.multiply(MILLION).stripTrailingZeros();
    }

    BigDecimal outputPerMillion() {
        return output.multiply(MILLION).stripTrailingZeros();
    }
}
