package dev.gatehouse.ai;

import java.time.Instant;
import java.util.List;

/**
 * What the caller has used, and what he may still use.
 *
 * @param budgets all that his calls count against
 */
public record OwnUsage(Instant from, Instant to, UsageTotals totals, List<Budget> budgets) {}
