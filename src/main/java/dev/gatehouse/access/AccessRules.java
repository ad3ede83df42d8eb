package dev.gatehouse.access;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.kernel.Refusal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the declared rule in front of every endpoint. One without a rule, with two, or with a permission that nobody
 * declares, stops the boot: access is closed by default.
 */
public final class AccessRules implements DynamicFeature {
    private final Set<String> catalogue;
    private final ContainerRequestFilter authentication;
    private final MetricRegistry metrics;

    /**
     * @param catalogue every declared permission
     * @param authentication establishes the {@link Caller} or refuses with 401
     */
    public AccessRules(
            Collection<PermissionDeclaration> catalogue,
            ContainerRequestFilter authentication,
            MetricRegistry metrics) {
        this.catalogue = catalogue.stream().map(PermissionDeclaration::name).collect(Collectors.toUnmodifiableSet());
        this.authentication = authentication;
        this.metrics = metrics;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (resource.getResourceClass().getName().startsWith("org.glassfish.jersey.")) {
            return; // Jersey's own OPTIONS answers
        }
        Annotation rule = ruleOf(resource.getResourceMethod());
        if (rule instanceof Anonymous) {
            return;
        }
        context.register(authentication, Priorities.AUTHENTICATION);
        if (rule instanceof SignedIn signedIn) {
            if (!signedIn.orByApiKey()) {
                context.register(new InPerson(), Priorities.AUTHORIZATION);
            }
            if (!signedIn.evenIfPasswordMustChange()) {
                context.register(new PasswordIsSettled(), Priorities.AUTHORIZATION);
            }
        } else if (rule instanceof RequiresPermission required) {
            context.register(new PasswordIsSettled(), Priorities.AUTHORIZATION);
            context.register(new PermissionFilter(required.value(), metrics), Priorities.AUTHORIZATION + 1);
        }
    }

    private Annotation ruleOf(Method method) {
        List<Annotation> rules = Stream.of(RequiresPermission.class, SignedIn.class, Anonymous.class)
                .<Annotation>map(method::getAnnotation)
                .filter(Objects::nonNull)
                .toList();
        if (rules.size() != 1) {
            throw new IllegalStateException("The endpoint " + method.toGenericString()
                    + " must have exactly one of @RequiresPermission, @SignedIn and @Anonymous; it has "
                    + rules.size());
        }
        if (rules.get(0) instanceof RequiresPermission required && !catalogue.contains(required.value())) {
            throw new IllegalStateException("The endpoint " + method.toGenericString() + " requires the permission "
                    + required.value() + ", which no module declares");
        }
        return rules.get(0);
    }

    private static Caller caller(ContainerRequestContext request) {
        return (Caller) request.getSecurityContext().getUserPrincipal();
    }

    /** Lets nobody pass whose password was set by somebody else. */
    @Priority(Priorities.AUTHORIZATION)
    private static final class PasswordIsSettled implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (caller(request).passwordMustChange()) {
                throw Refusal.forbidden(
                        "password_change_required", "Set a new password first: POST /api/v1/password/change-password.");
            }
        }
    }

    /** Lets no API key pass. */
    @Priority(Priorities.AUTHORIZATION)
    private static final class InPerson implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (caller(request).key() != null) {
                throw Refusal.forbidden(
                        "api_key_not_accepted", "This is for people who signed in themselves, not for API keys.");
            }
        }
    }

    /** Lets only holders of one permission pass. */
    @Priority(Priorities.AUTHORIZATION)
    private static final class PermissionFilter implements ContainerRequestFilter {
        private final String permission;
        private final MetricRegistry metrics;

        PermissionFilter(String permission, MetricRegistry metrics) {
            this.permission = permission;
            this.metrics = metrics;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            if (!caller(request).has(permission)) {
                metrics.counter(MetricName.of("permission_denied", "permission", permission))
                        .inc();
                throw Caller.denied(permission);
            }
        }
    }
}
