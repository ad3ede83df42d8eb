package dev.gatehouse.ai;

import dev.gatehouse.kernel.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which models there are, who runs them and what they cost. */
final class Models {
    /**
     * A model that was chosen.
     *
     * @param provider {@code null} for the one that only quotes
     * @param price {@code null} if nobody knows it
     */
    record Chosen(ChatProvider provider, String model, Price price) {
        boolean quotes() {
            return provider == null;
        }
    }

    private final Map<String, Chosen> models = new LinkedHashMap<>();
    private final Chosen usual;
    private final boolean refuseUnpriced;

    /** @param providers the one that usually answers first */
    Models(List<ChatProvider> providers, boolean quotesUsually, PriceList prices, boolean refuseUnpriced) {
        this.refuseUnpriced = refuseUnpriced;
        Chosen quoting = new Chosen(null, AiConfig.EXTRACTIVE, Price.NOTHING);
        for (ChatProvider provider : providers) {
            for (String model : provider.models()) {
                Price price = prices.of(provider.name(), model).orElse(null);
                // Two may run the same model: the first one named does, the other by its full name.
                models.putIfAbsent(model, new Chosen(provider, model, price));
                models.put(provider.name() + "/" + model, new Chosen(provider, model, price));
            }
        }
        models.put(AiConfig.EXTRACTIVE, quoting);
        this.usual = quotesUsually ? quoting : models.values().iterator().next();
    }

    static Models of(AiConfig config, PriceList prices) {
        java.time.Duration tick = config.limits().heartbeat().toJavaDuration();
        List<ChatProvider> providers = new ArrayList<>();
        config.providers()
                .forEach((name, provider) -> providers.add(
                        switch (provider.type()) {
                            case OPENAI -> new OpenAiProvider(name, provider, tick);
                            case ANTHROPIC -> new AnthropicProvider(name, provider, tick);
                        }));
        providers.sort(
                Comparator.comparing((ChatProvider provider) -> !provider.name().equals(config.provider())));
        boolean quotes = config.provider().equals(AiConfig.EXTRACTIVE);
        return new Models(providers, quotes, prices, config.prices().refuseUnpriced());
    }

    /**
     * @param name {@code null} for the usual one
     * @throws Refusal {@code unknown_model} (422); {@code ai_model_unpriced} (409) if such are refused
     */
    Chosen choose(String name) {
        Chosen chosen = name == null
                ? usual
                : Optional.ofNullable(models.get(name))
                        .orElseThrow(() -> Refusal.invalid(
                                "model",
                                "unknown_model",
                                "There is no such model; GET /ai/models names those there are."));
        if (refuseUnpriced && chosen.price() == null) {
            throw Refusal.conflict("ai_model_unpriced", "Nobody knows what this model costs, so it is not asked.")
                    .with("model", chosen.model());
        }
        return chosen;
    }

    ModelList list() {
        List<ModelList.Available> available = models.entrySet().stream()
                .filter(model -> model.getKey().equals(model.getValue().model()))
                .map(model -> available(model.getValue()))
                .toList();
        return new ModelList(nameOf(usual), usual.model(), available);
    }

    static String nameOf(Chosen chosen) {
        return chosen.quotes() ? AiConfig.EXTRACTIVE : chosen.provider().name();
    }

    private static ModelList.Available available(Chosen chosen) {
        Price price = chosen.price();
        return new ModelList.Available(
                chosen.model(),
                nameOf(chosen),
                price == null ? null : BudgetRow.plain(price.inputPerMillion()),
                price == null ? null : BudgetRow.plain(price.outputPerMillion()));
    }
}
