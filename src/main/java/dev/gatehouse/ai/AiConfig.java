package dev.gatehouse.ai;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ai:} who answers, what it may cost and how much of it there may be at a time.
 *
 * @param provider which of the providers answers unless a caller names another model; {@code extractive} needs none
 * @param providers by a name of your choice
 * @param prices of models
 * @param maxTokens of one answer
 * @param limits how many calls at a time
 * @param conversations what is remembered of them
 * @param keepCallsFor how long the ledger of calls goes back
 * @param keepTexts whether the ledger holds prompts and answers too, and not only that there were some
 */
public record AiConfig(
        String provider,

        Map<@Pattern(regexp = "[a-z][a-z0-9-]{0,30}") String, @NotNull @Valid ProviderConfig> providers,
        @Valid PricesConfig prices,
        @Min(1) @Max(100_000) Integer maxTokens,
        @Valid AiLimitsConfig limits,
        @Valid ConversationsConfig conversations,

        @MinDuration(value = 62, unit = TimeUnit.DAYS) @MaxDuration(value = 3650, unit = TimeUnit.DAYS)
        Duration keepCallsFor,

        Boolean keepTexts) {
    /** Quotes documents; is always there and asks nobody. */
    static final String EXTRACTIVE = "extractive";

    public AiConfig {
        provider = provider == null || provider.isBlank() ? EXTRACTIVE : provider;
        providers = providers == null ? Map.of() : new LinkedHashMap<>(providers);
        prices = prices == null ? PricesConfig.usual() : prices;
        maxTokens = maxTokens == null ? 1_000 : maxTokens;
        limits = limits == null ? AiLimitsConfig.usual() : limits;
        conversations = conversations == null ? ConversationsConfig.usual() : conversations;
        keepCallsFor = keepCallsFor == null ? Duration.days(800) : keepCallsFor;
        keepTexts = keepTexts != null && keepTexts;
    }

    public static AiConfig usual() {
        return new AiConfig(null, null, null, null, null, null, null, null);
    }

    @JsonIgnore
    @ValidationMethod(message = "provider: must be extractive or one of providers; extractive cannot be redefined")
    public boolean isProviderKnown() {
        return !providers.containsKey(EXTRACTIVE) && (provider.equals(EXTRACTIVE) || providers.containsKey(provider));
    }
}
