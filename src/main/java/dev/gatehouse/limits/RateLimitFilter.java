package dev.gatehouse.limits;

import dev.gatehouse.access.Caller;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.store.Budget;
import dev.gatehouse.store.Decision;
import dev.gatehouse.store.Quota;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts a request against one policy, and against the limit of the API key that made it. */
final class RateLimitFilter implements ContainerRequestFilter {
    private final RateLimits limits;
    private final RateLimits.Policy policy;

    RateLimitFilter(RateLimits limits, RateLimits.Policy policy) {
        this.limits = limits;
        this.policy = policy;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Caller caller = request.getSecurityContext().getUserPrincipal() instanceof Caller known ? known : null;
        List<Budget> budgets = new ArrayList<>(RateLimits.budgetsOf(policy, subject(caller, Origin.of(request))));
        if (caller != null && caller.key() != null && caller.key().requestsPerMinute() != null) {
            budgets.add(new Budget(
                    "api-key:" + caller.key().id(),
                    new Quota(caller.key().requestsPerMinute(), Duration.ofMinutes(1))));
        }
        Decision decision = limits.take(policy, budgets);
        RateLimitHeaders.note(request, policy.name(), decision);
        if (!decision.allowed()) {
            Duration wait = decision.tightest().retryAfter();
            throw Refusal.tooManyRequests("Too many requests; please wait a little.", wait)
                    .with("policy", policy.name());
        }
    }

    private String subject(Caller caller, Origin origin) {
        String address = "address:" + origin.household();
        if (caller == null) {
            return address;
        }
        String account = "user:" + caller.userId();
        return switch (policy.key()) {
            case ADDRESS, SUBJECT -> address;
            case CALLER -> account;
            case CALLER_AT_ADDRESS -> account + "@" + origin.household();
            case API_KEY ->
                caller.key() == null ? account : "key:" + caller.key().id();
        };
    }
}
