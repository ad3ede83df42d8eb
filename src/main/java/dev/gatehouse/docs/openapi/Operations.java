package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.access.SignedIn;
import dev.gatehouse.http.DeprecatedRoute;
import dev.gatehouse.limits.RoutePolicy;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** Describes one operation: everything that is done by one verb at one path. */
final class Operations {
    /** Names of the security schemes. */
    static final String SIGN_IN = "signIn";

    static final String ACCESS_TOKEN = "accessToken";
    static final String API_KEY = "apiKey";

    private final Texts texts;
    private final BiFunction<Class<?>, Method, Optional<RoutePolicy>> policies;
    private final Parameters parameters;
    private final Bodies bodies;
    private final Responses responses;
    private final Refusals refusals;

    Operations(
            Texts texts,
            Schemas schemas,
            Refusals refusals,
            BiFunction<Class<?>, Method, Optional<RoutePolicy>> policies) {
        this.texts = texts;
        this.policies = policies;
        this.parameters = new Parameters(schemas, texts);
        this.bodies = new Bodies(schemas, texts);
        this.responses = new Responses(schemas, texts);
        this.refusals = refusals;
    }

    /** @param together methods of one path and verb, told apart by the media type they take */
    ObjectNode of(List<Endpoint> together) {
        Endpoint first = together.get(0);
        JsonNode known = texts.operation(first);
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.withArray("tags").add(known.path("tag").asText(Summary.tagOf(first)));
        operation.put("summary", known.path("summary").asText(Summary.of(first)));
        operation.put("description", description(first, known));
        operation.put("operationId", first.name());
        if (first.annotation(DeprecatedRoute.class).isPresent()) {
            operation.put("deprecated", true);
        }
        ArrayNode taken = parameters.of(together);
        if (!taken.isEmpty()) {
            operation.set("parameters", taken);
        }
        bodies.of(together).ifPresent(body -> operation.set("requestBody", body));
        ObjectNode answers = operation.putObject("responses");
        Optional<RoutePolicy> policy = policies.apply(first.resource(), first.method());
        responses.addTo(answers, together);
        refusals.addTo(answers, together, policy.isPresent());
        operation.set("security", security(first));
        first.annotation(RequiresPermission.class)
                .ifPresent(required -> operation.put("x-required-permission", required.value()));
        policy.ifPresent(limit -> limit(limit, operation.putObject("x-rate-limit")));
        return operation;
    }

    private static String description(Endpoint endpoint, JsonNode known) {
        String who = endpoint.annotation(RequiresPermission.class)
                .map(required -> "Needs the permission `" + required.value() + "`.")
                .orElseGet(() -> endpoint.annotation(SignedIn.class)
                        .map(signedIn -> signedIn.orByApiKey()
                                ? "For everybody who is signed in, and for API keys."
                                : "For everybody who is signed in; not for API keys.")
                        .orElse("For anyone."));
        return known.has("about") ? known.path("about").asText().strip() + "\n\n" + who : who;
    }

    private static ArrayNode security(Endpoint endpoint) {
        ArrayNode security = JsonNodeFactory.instance.arrayNode();
        if (!endpoint.isAnonymous()) {
            security.addObject().putArray(SIGN_IN);
            security.addObject().putArray(ACCESS_TOKEN);
            if (endpoint.annotation(SignedIn.class).map(SignedIn::orByApiKey).orElse(true)) {
                security.addObject().putArray(API_KEY);
            }
        }
        return security;
    }

    private static void limit(RoutePolicy policy, ObjectNode limit) {
        limit.put("policy", policy.name());
        limit.put("counts", policy.key().name().toLowerCase(Locale.ROOT));
        policy.quotas().forEach(limit.withArray("quotas")::add);
    }
}
