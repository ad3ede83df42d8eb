package dev.gatehouse.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import org.slf4j.MDC;

/** Tells each exchange by which route it is answered, before anything else happens to it. */
public final class Routes implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        context.register(new Note(template(resource.getResourceClass(), resource.getResourceMethod())), 0);
    }

    /** As the documentation writes it: {@code /api/v1/users/{id}}, without the patterns of its parameters. */
    public static String template(Class<?> resource, Method method) {
        String path = path(resource.getAnnotation(Path.class)) + path(method.getAnnotation(Path.class));
        return path.replaceAll("\\{\\s*([^:}\\s]+)\\s*:(?:[^{}]|\\{[^{}]*})*}", "{$1}");
    }

    private static String path(Path path) {
        if (path == null || path.value().isEmpty() || path.value().equals("/")) {
            return "";
        }
        return path.value().startsWith("/") ? path.value() : "/" + path.value();
    }

    /** For one route. */
    @Priority(0)
    private record Note(String template) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            Exchange.of(request).answeredBy(template);
            MDC.put("route", template);
        }
    }
}
