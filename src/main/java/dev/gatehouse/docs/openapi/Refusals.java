package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.access.SignedIn;
import dev.gatehouse.docs.ProblemCatalogue;
import dev.gatehouse.http.OnlyReads;
import dev.gatehouse.http.Paging;
import dev.gatehouse.http.Problem;
import dev.gatehouse.idempotency.Idempotent;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** With which codes an endpoint can refuse: those of the rules in front of it, and its own. */
final class Refusals {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ProblemCatalogue problems;
    private final Texts texts;

    Refusals(ProblemCatalogue problems, Texts texts) {
        this.problems = problems;
        this.texts = texts;
    }

    void addTo(ObjectNode responses, List<Endpoint> together, boolean limited) {
        Map<Integer, Set<String>> all = new TreeMap<>();
        together.forEach(endpoint -> {
            access(endpoint, all);
            input(endpoint, all);
            for (String known : Texts.strings(texts.operation(endpoint).path("refusals"))) {
                // "409 account_inactive" where a code is sent with several statuses.
                String[] words = known.split(" ", 2);
                if (words.length == 2) {
                    add(all, Integer.parseInt(words[0]), words[1]);
                } else {
                    add(all, known);
                }
            }
        });
        if (limited) {
            add(all, "rate_limited");
        }
        if (together.stream().anyMatch(Refusals::writes)) {
            add(all, "maintenance", "audit_unavailable");
        }
        if (!together.get(0).path().startsWith("/health")) {
            add(all, "not_ready");
            if (together.get(0).path().startsWith("/api/")) {
                add(all, "database_unavailable");
            }
        }
        all.forEach((status, codes) -> responses.set(Integer.toString(status), refusal(status, codes)));
    }

    private static boolean writes(Endpoint endpoint) {
        return !endpoint.verb().equals("GET") && !endpoint.method().isAnnotationPresent(OnlyReads.class);
    }

    private void access(Endpoint endpoint, Map<Integer, Set<String>> all) {
        if (endpoint.isAnonymous()) {
            return;
        }
        add(all, "unauthorized", "invalid_token", "invalid_api_key");
        boolean evenIfMustChange = endpoint.annotation(SignedIn.class)
                .map(SignedIn::evenIfPasswordMustChange)
                .orElse(false);
        if (!evenIfMustChange) {
            add(all, "password_change_required");
        }
        if (endpoint.annotation(RequiresPermission.class).isPresent()) {
            add(all, "permission_denied");
        }
        if (!endpoint.annotation(SignedIn.class).map(SignedIn::orByApiKey).orElse(true)) {
            add(all, "api_key_not_accepted");
        }
    }

    private void input(Endpoint endpoint, Map<Integer, Set<String>> all) {
        List<Parameter> parameters = List.of(endpoint.method().getParameters());
        if (any(parameters, PathParam.class)) {
            add(all, "not_found");
        }
        if (any(parameters, QueryParam.class) || any(parameters, BeanParam.class)) {
            add(all, "malformed_parameter");
        }
        if (parameters.stream().anyMatch(parameter -> parameter.getType() == Paging.class)) {
            add(all, "bad_cursor");
        }
        if (endpoint.body().isPresent() || !endpoint.parts().isEmpty()) {
            add(
                    all,
                    "content_too_large",
                    "incomplete_body",
                    "request_timeout",
                    "unsupported_media_type",
                    "validation_failed");
            if (endpoint.consumes().contains(MediaType.APPLICATION_JSON)) {
                add(all, "malformed_json", "json_too_complex");
            }
        }
        if (endpoint.method().isAnnotationPresent(Idempotent.class)) {
            add(
                    all,
                    "malformed_idempotency_key",
                    "idempotency_key_reused",
                    "idempotency_key_in_progress",
                    "idempotency_response_lost");
        }
        if (!endpoint.produces().contains(MediaType.WILDCARD)) {
            add(all, "not_acceptable");
        }
    }

    private ObjectNode refusal(int status, Set<String> codes) {
        ObjectNode response = NODES.objectNode().put("description", Summary.ofStatus(status));
        codes.forEach(response.withArray("x-problem-codes")::add);
        ObjectNode headers = NODES.objectNode();
        if (status == 401) {
            Responses.header(headers, "WWW-Authenticate");
        }
        if (status == 429 || status == 503) {
            Responses.header(headers, "Retry-After");
        }
        if (!headers.isEmpty()) {
            response.set("headers", headers);
        }
        ObjectNode media = response.putObject("content").putObject(Problem.MEDIA_TYPE);
        media.putObject("schema").put("$ref", "#/components/schemas/Problem");
        ObjectNode examples = media.putObject("examples");
        codes.forEach(code -> examples.putObject(code).put("$ref", "#/components/examples/" + code));
        return response;
    }

    private void add(Map<Integer, Set<String>> all, String... codes) {
        for (String code : codes) {
            int status = problems.find(code)
                    .orElseThrow(() -> new IllegalStateException(code + " is not in problems.yml"))
                    .status();
            add(all, status, code);
        }
    }

    private static void add(Map<Integer, Set<String>> all, int status, String code) {
        all.computeIfAbsent(status, key -> new TreeSet<>()).add(code);
    }

    private static boolean any(List<Parameter> parameters, Class<? extends java.lang.annotation.Annotation> kind) {
        return parameters.stream().anyMatch(parameter -> Arrays.stream(parameter.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType() == kind));
    }
}
