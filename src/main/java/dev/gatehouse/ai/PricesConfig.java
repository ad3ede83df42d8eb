package dev.gatehouse.ai;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code ai.prices:} what models cost.
 *
 * @param file in the format of LiteLLM's {@code model_prices_and_context_window.json}; a small one ships
 * @param models your own prices, which go before those of the file
 * @param refuseUnpriced whether models of unknown price are not asked at all
 */
public record PricesConfig(Path file, Map<String, @NotNull @Valid Own> models, Boolean refuseUnpriced) {
    /**
     * USD per million tokens.
     *
     * @param cached of input that the provider has kept; the price of input unless set
     */
    public record Own(
            @NotNull @DecimalMin("0") BigDecimal input,
            @DecimalMin("0") BigDecimal cached,
            @NotNull @DecimalMin("0") BigDecimal output) {}

    public PricesConfig {
        models = models == null ? Map.of() : new LinkedHashMap<>(models);
        refuseUnpriced = refuseUnpriced != null && refuseUnpriced;
    }

    static PricesConfig usual() {
        return new PricesConfig(null, null, null);
    }
}
