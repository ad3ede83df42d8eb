package dev.gatehouse.ai;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** What models cost, from the file that the community keeps (LiteLLM's format) and from the configuration. */
final class PriceList {
    private static final String SHIPPED = "/ai/model_prices.json";
    private static final int HASH_DIGITS = 16;
    private static final int LONGEST_NUMBER = 40;

    private final Map<String, Price> prices = new HashMap<>();
    private final String hash;

    /** @throws IllegalArgumentException if the file cannot be read: a typing error must not make calls free */
    PriceList(PricesConfig config) {
        byte[] file = read(config);
        JsonNode models = parse(config, file);
        models.properties().forEach(model -> price(model.getValue()).ifPresent(p -> prices.put(model.getKey(), p)));
        config.models().forEach((model, own) -> prices.put(model, Price.perMillion(own)));
        String all = HexFormat.of().formatHex(Sha256.of(file)) + config.models();
        this.hash = HexFormat.of().formatHex(Sha256.of(all)).substring(0, HASH_DIGITS);
    }

    /** @return empty if nobody knows */
    Optional<Price> of(String provider, String model) {
        return Optional.ofNullable(prices.getOrDefault(model, prices.get(provider + "/" + model)));
    }

    /** By which a call remembers the list that it was priced with. */
    String hash() {
        return hash;
    }

    private static byte[] read(PricesConfig config) {
        try (InputStream in = config.file() == null
                ? PriceList.class.getResourceAsStream(SHIPPED)
                : Files.newInputStream(config.file())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("ai.prices.file: " + config.file() + " cannot be read", e);
        }
    }

    private static JsonNode parse(PricesConfig config, byte[] file) {
        ObjectMapper json = new ObjectMapper();
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
        json.enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        try {
            JsonNode models = json.readTree(file);
            if (models != null && models.isObject()) {
                return models;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("ai.prices.file: " + config.file() + " is not JSON", e);
        }
        throw new IllegalArgumentException("ai.prices.file: " + config.file() + " is not a list of models");
    }

    /** Other things than tokens (images, seconds) are priced in that file too; they are none of ours. */
    private static Optional<Price> price(JsonNode model) {
        JsonNode input = model.path("input_cost_per_token");
        JsonNode output = model.path("output_cost_per_token");
        if (!isPrice(input) || !isPrice(output)) {
            return Optional.empty();
        }
        JsonNode cached = model.path("cache_read_input_token_cost");
        BigDecimal ofInput = input.decimalValue();
        return Optional.of(
                new Price(ofInput, isPrice(cached) ? cached.decimalValue() : ofInput, output.decimalValue()));
    }

    private static boolean isPrice(JsonNode node) {
        return node.isNumber() && node.decimalValue().signum() >= 0;
    }
}
