package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.util.Set;

/**
 * An answer that is whole.
 *
 * @param text harmless
 * @param costUsd {@code null} if nobody knows the price
 * @param used numbers of the sources that it names
 */
record Finished(String text, String model, String finish, TokenUsage usage, BigDecimal costUsd, Set<Integer> used) {}
