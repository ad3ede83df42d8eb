package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.util.List;

/**
 * Which models there are.
 *
 * @param provider that answers unless another model is asked for
 * @param current its model
 */
public record ModelList(String provider, String current, List<Available> available) {
    /** One model; prices are {@code null} if nobody knows them. */
    public record Available(
            String name, String provider, BigDecimal inputUsdPerMillion, BigDecimal outputUsdPerMillion) {}
}
