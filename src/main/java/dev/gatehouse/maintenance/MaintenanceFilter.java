package dev.gatehouse.maintenance;

import dev.gatehouse.http.OnlyReads;
import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/** Refuses a write during maintenance, before anything of it is looked at or counted. */
final class MaintenanceFilter implements ContainerRequestFilter {
    /** Before limits and authentication: a refusal costs nobody his budget. */
    private static final int FIRST = Priorities.AUTHENTICATION - 100;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final Maintenance maintenance;

    private MaintenanceFilter(Maintenance maintenance) {
        this.maintenance = maintenance;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (maintenance.isOn()) {
            throw Refusal.unavailable("maintenance", "The service only reads at the moment; please try again later.")
                    .retryAfter(WAIT);
        }
    }

    /** Puts it in front of every endpoint that writes. */
    record OnWrites(Maintenance maintenance) implements DynamicFeature {
        @Override
        public void configure(ResourceInfo resource, FeatureContext context) {
            boolean writes = Arrays.stream(resource.getResourceMethod().getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .anyMatch(verb -> verb != null && !SAFE.contains(verb.value()));
            if (writes && !resource.getResourceMethod().isAnnotationPresent(OnlyReads.class)) {
                context.register(new MaintenanceFilter(maintenance), FIRST);
            }
        }
    }
}
