package dev.gatehouse.docs.openapi;

import dev.gatehouse.access.Anonymous;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One method of a resource: a way into the service. */
record Endpoint(String verb, String path, Class<?> resource, Method method) {
    private static final Set<Class<? extends Annotation>> NOT_A_BODY = Set.of(
            PathParam.class,
            QueryParam.class,
            HeaderParam.class,
            CookieParam.class,
            BeanParam.class,
            Context.class,
            io.dropwizard.auth.Auth.class);

    /** All of these resources; those that share a path and a verb stand together, JSON first. */
    static List<Endpoint> of(Collection<Class<?>> resources) {
        return resources.stream()
                .filter(resource -> resource.isAnnotationPresent(Path.class))
                .flatMap(resource ->
                        Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> of(resource, method).stream()))
                .sorted(Comparator.comparing(Endpoint::path)
                        .thenComparing(Endpoint::verb)
                        .thenComparing(endpoint -> !endpoint.consumes().contains(MediaType.APPLICATION_JSON))
                        .thenComparing(Endpoint::name))
                .toList();
    }

    private static Optional<Endpoint> of(Class<?> resource, Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .findFirst()
                .map(verb -> new Endpoint(verb.value(), pathOf(resource, method), resource, method));
    }

    /** As the texts and the configuration of limits write it: {@code PATCH /api/v1/users/{id}}. */
    String route() {
        return verb + " " + path;
    }

    /** Stable and unique: {@code user.list}. */
    String name() {
        String type = resource.getSimpleName().replaceFirst("Resource$", "");
        return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "." + method.getName();
    }

    boolean isAnonymous() {
        return method.isAnnotationPresent(Anonymous.class);
    }

    <A extends Annotation> Optional<A> annotation(Class<A> type) {
        return Optional.ofNullable(method.getAnnotation(type));
    }

    /** What is sent, as the method takes it. */
    Optional<Parameter> body() {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> NOT_A_BODY.stream().noneMatch(parameter::isAnnotationPresent))
                .filter(parameter -> !isPart(parameter))
                .findFirst();
    }

    /** Parts of a multipart body. */
    List<Parameter> parts() {
        return Arrays.stream(method.getParameters()).filter(Endpoint::isPart).toList();
    }

    List<String> consumes() {
        Consumes own = method.getAnnotation(Consumes.class);
        Consumes consumes = own == null ? resource.getAnnotation(Consumes.class) : own;
        return consumes == null ? List.of(MediaType.APPLICATION_JSON) : types(consumes.value());
    }

    List<String> produces() {
        Produces own = method.getAnnotation(Produces.class);
        Produces produces = own == null ? resource.getAnnotation(Produces.class) : own;
        return produces == null ? List.of(MediaType.APPLICATION_JSON) : types(produces.value());
    }

    private static List<String> types(String... declared) {
        return Stream.of(declared)
                .flatMap(text -> Stream.of(text.split(",")))
                .map(type -> type.replaceFirst(";.*", "").strip())
                .toList();
    }

    private static boolean isPart(Parameter parameter) {
        return Arrays.stream(parameter.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().startsWith("FormDataParam"));
    }

    /** Without the expressions that a template may carry. */
    private static String pathOf(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + "/" + (below == null ? "" : below.value());
        String tidy =
                ("/" + path).replaceAll("\\{ *([A-Za-z_]\\w*) *:[^/]*}", "{$1}").replaceAll("/{2,}", "/");
        return tidy.length() > 1 && tidy.endsWith("/") ? tidy.substring(0, tidy.length() - 1) : tidy;
    }
}
