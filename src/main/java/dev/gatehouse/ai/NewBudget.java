package dev.gatehouse.ai;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;

/**
 * What sets a budget.
 *
 * @param limitUsd {@code null} to leave money unlimited
 * @param limitTokens {@code null} to leave tokens unlimited
 */
public record NewBudget(
        @NotNull BudgetPeriod period,

        @DecimalMin("0") @DecimalMax("10000000") @Digits(integer = 8, fraction = 6)
        BigDecimal limitUsd,

        @Min(0) @Max(1_000_000_000_000L) Long limitTokens) {
    @JsonIgnore
    @ValidationMethod(message = "limit_usd or limit_tokens must be there")
    public boolean isLimit() {
        return limitUsd != null || limitTokens != null;
    }
}
