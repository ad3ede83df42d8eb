package dev.gatehouse.limits;

import dev.gatehouse.access.Anonymous;
import dev.gatehouse.http.Routes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a policy in front of every endpoint: that of the configuration's routes, that of {@link RateLimited}, or the one
 * that holds for all others. A name or a route that does not exist stops the boot.
 */
public final class RateLimitFeature implements DynamicFeature {
    private final RateLimits limits;
    private final Map<String, String> policyOfRoute = new HashMap<>();

    /** @param resources all there are, to know which routes exist */
    public RateLimitFeature(LimitsConfig config, RateLimits limits, Collection<Object> resources) {
        this.limits = limits;
        Set<String> known = new HashSet<>();
        resources.forEach(resource -> known.addAll(routesOf(resource.getClass())));
        config.policies().forEach((name, policy) -> policy.routes().forEach(route -> {
            if (policy.key() == Key.SUBJECT || !known.contains(route)) {
                throw new IllegalStateException("limits.policies." + name + ": the route " + route
                        + (known.contains(route) ? " cannot be counted by subject" : " does not exist"));
            }
            policyOfRoute.put(route, name);
        }));
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (resource.getResourceClass().getName().startsWith("org.glassfish.jersey.")) {
            return;
        }
        Method method = resource.getResourceMethod();
        boolean anonymous = method.isAnnotationPresent(Anonymous.class);
        String name = policyOf(resource.getResourceClass(), method);
        if (name.equals(RateLimited.NEVER)) {
            return;
        }
        RateLimits.Policy policy = limits.policy(name);
        if (policy.key() == Key.SUBJECT) {
            throw new IllegalStateException("The policy " + name + " of " + method + " cannot be counted by subject");
        }
        if (limits.enabled()) {
            boolean first = anonymous || policy.key() == Key.ADDRESS;
            context.register(
                    new RateLimitFilter(limits, policy),
                    first ? Priorities.AUTHENTICATION - 1 : Priorities.AUTHORIZATION - 1);
        }
    }

    /** The policy that counts the requests of an endpoint, for its documentation; empty if nothing does. */
    public Optional<RoutePolicy> describe(Class<?> resource, Method method) {
        String name = policyOf(resource, method);
        if (!limits.enabled() || name.equals(RateLimited.NEVER)) {
            return Optional.empty();
        }
        return Optional.of(RoutePolicy.of(limits.policy(name)));
    }

    private String policyOf(Class<?> resource, Method method) {
        RateLimited own = method.getAnnotation(RateLimited.class);
        boolean anonymous = method.isAnnotationPresent(Anonymous.class);
        return policyOfRoute.getOrDefault(
                routeOf(resource, method),
                own != null ? own.value() : anonymous ? RateLimits.ANONYMOUS : RateLimits.CALLERS);
    }

    private static Set<String> routesOf(Class<?> resource) {
        Set<String> routes = new HashSet<>();
        for (Method method : resource.getDeclaredMethods()) {
            if (verb(method) != null && resource.isAnnotationPresent(Path.class)) {
                routes.add(routeOf(resource, method));
            }
        }
        return routes;
    }

    /** As the documentation writes it: {@code PATCH /api/v1/users/{id}}. */
    private static String routeOf(Class<?> resource, Method method) {
        return verb(method) + " " + Routes.template(resource, method);
    }

    private static String verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst()
                .orElse(null);
    }
}
