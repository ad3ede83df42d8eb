package dev.gatehouse.limits;

import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.IOException;

/** Counts those who do not get past the authentication as what they are: anonymous. */
public final class LimitedAuthentication implements ContainerRequestFilter {
    private final ContainerRequestFilter authentication;
    private final RateLimits limits;

    public LimitedAuthentication(ContainerRequestFilter authentication, RateLimits limits) {
        this.authentication = authentication;
        this.limits = limits;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        try {
            authentication.filter(request);
        } catch (Refusal refusal) {
            if (limits.enabled() && refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
                new RateLimitFilter(limits, limits.policy(RateLimits.ANONYMOUS)).filter(request);
            }
            throw refusal;
        }
    }
}
