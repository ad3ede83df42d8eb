package dev.gatehouse.limits;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.store.Budget;
import dev.gatehouse.store.Budgets;
import dev.gatehouse.store.Decision;
import dev.gatehouse.store.Quota;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Decides by the policies of the configuration whether something may happen once more. */
public final class RateLimits {
    /** The policy of everybody who is not signed in. */
    static final String ANONYMOUS = "anonymous";
    /** The policy of everybody who is. */
    static final String CALLERS = "callers";

    private final boolean enabled;
    private final Map<String, Policy> policies = new HashMap<>();
    private final Budgets budgets;
    private final MetricRegistry metrics;

    record Policy(String name, Key key, List<Quota> quotas, PolicyConfig.FailMode whenStoreIsAway) {}

    /**
     * Something to be counted.
     *
     * @param policy by name
     * @param subject whose use it is; no personal data
     */
    public record Charge(String policy, String subject) {}

    public RateLimits(LimitsConfig config, Budgets budgets, MetricRegistry metrics) {
        this.enabled = config.enabled();
        this.budgets = budgets;
        this.metrics = metrics;
        config.policies()
                .forEach((name, policy) ->
                        policies.put(name, new Policy(name, policy.key(), policy.parsed(), policy.whenStoreIsAway())));
    }

    boolean enabled() {
        return enabled;
    }

    /** @throws IllegalStateException if there is none: a misspelt name must not open a door */
    Policy policy(String name) {
        Policy policy = policies.get(name);
        if (policy == null) {
            throw new IllegalStateException(
                    "There is no rate limit policy " + name + "; there are " + policies.keySet());
        }
        return policy;
    }

    /** Counts it everywhere or, if one policy has nothing left, nowhere. */
    public boolean allow(List<Charge> charges) {
        return !enabled || decide(charges).allowed();
    }

    /** It turned out not to count. */
    public void giveBack(List<Charge> charges) {
        if (enabled) {
            budgets.giveBack(all(charges.stream()));
        }
    }

    /** As if it had never happened. */
    public void forget(List<Charge> charges) {
        if (enabled) {
            budgets.forget(all(charges.stream()));
        }
    }

    /** Whether so often has been used up already; counts nothing. */
    public boolean isUsedUp(Charge charge) {
        return enabled && !budgets.look(all(Stream.of(charge))).allowed();
    }

    /** @throws Refusal {@code rate_limited} (429) if nothing is left; {@code limits_unavailable} (503) */
    Decision take(Policy policy, List<Budget> wanted) {
        Decision decision = budgets.take(wanted);
        if (decision.standIn() && policy.whenStoreIsAway() != PolicyConfig.FailMode.LOCAL) {
            return withoutStore(policy, decision);
        }
        count(policy.name(), decision.allowed() ? "allowed" : "refused");
        return decision;
    }

    static List<Budget> budgetsOf(Policy policy, String subject) {
        return policy.quotas().stream()
                .map(quota -> new Budget(policy.name() + ":" + subject, quota))
                .toList();
    }

    private Decision withoutStore(Policy policy, Decision decision) {
        boolean open = policy.whenStoreIsAway() == PolicyConfig.FailMode.OPEN;
        count(policy.name(), open ? "open" : "closed");
        if (!open) {
            throw Refusal.unavailable("limits_unavailable", "Nobody can tell at the moment whether this is allowed.");
        }
        return new Decision(true, decision.states(), true);
    }

    private Decision decide(List<Charge> charges) {
        Decision decision = budgets.take(all(charges.stream()));
        charges.forEach(charge -> count(charge.policy(), decision.allowed() ? "allowed" : "refused"));
        return decision;
    }

    private List<Budget> all(Stream<Charge> charges) {
        return charges.flatMap(charge -> budgetsOf(policy(charge.policy()), charge.subject()).stream())
                .toList();
    }

    private void count(String policy, String outcome) {
        metrics.counter(MetricName.of("rate_limit_decisions", "policy", policy, "outcome", outcome))
                .inc();
    }
}
