package dev.gatehouse.access;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One way into the application, as its resource declares it. */
public record Route(String verb, String path, String mediaType, Method endpoint) {
    /** Names that are always there: an error that is explained, a style of the documentation, the budget of all. */
    private static final Map<String, String> PRESENT =
            Map.of("code", "not_found", "file", "docs.css", "scope", "global");

    /** Every route of every resource on the class path. */
    public static List<Route> all() {
        List<Route> routes = new ArrayList<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.gatehouse").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(type -> type.reflect())
                        .forEach(type -> routes.addAll(of(type)));
        return routes;
    }

    private static List<Route> of(Class<?> resource) {
        List<Route> routes = new ArrayList<>();
        for (Method method : resource.getDeclaredMethods()) {
            Arrays.stream(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(verb -> verb != null)
                    .findFirst()
                    .ifPresent(verb ->
                            routes.add(new Route(verb.value(), path(resource, method), mediaType(method), method)));
        }
        return routes;
    }

    public <A extends Annotation> Optional<A> rule(Class<A> type) {
        return Optional.ofNullable(endpoint.getAnnotation(type));
    }

    /** Calls it with a body that is well-formed and says nothing, for something that is not there. */
    public Answer calledBy(Api api) {
        boolean hasBody = verb.equals("POST") || verb.equals("PATCH") || verb.equals("PUT");
        String body = mediaType.equals(MediaType.APPLICATION_JSON) ? "{}" : "token=x";
        return calledBy(api, hasBody ? body : null);
    }

    /** @param body of the media type that the route takes, {@code null} for none */
    public Answer calledBy(Api api, String body) {
        String type = mediaType.startsWith("multipart/") ? mediaType + "; boundary=x" : mediaType;
        return body == null ? api.send(verb, path, null, null) : api.send(verb, path, type, body);
    }

    @Override
    public String toString() {
        return verb + " " + path + " (" + mediaType + ")";
    }

    private static String path(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            jakarta.ws.rs.PathParam name = parameter.getAnnotation(jakarta.ws.rs.PathParam.class);
            if (name != null) {
                String value = parameter.getType() == UUID.class ? "0190b6a0-0000-7000-8000-000000000000" : "999999999";
                value = PRESENT.getOrDefault(name.value(), value);
                path = path.replace("{" + name.value() + "}", value);
            }
        }
        return path;
    }

    private static String mediaType(Method method) {
        Consumes own = method.getAnnotation(Consumes.class);
        Consumes consumes = own == null ? method.getDeclaringClass().getAnnotation(Consumes.class) : own;
        String first = consumes == null ? MediaType.APPLICATION_JSON : consumes.value()[0];
        return first.equals(MediaType.WILDCARD) ? MediaType.APPLICATION_JSON : first;
    }
}
