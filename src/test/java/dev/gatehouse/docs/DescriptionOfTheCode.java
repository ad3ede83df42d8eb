package dev.gatehouse.docs;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.access.Route;
import dev.gatehouse.docs.openapi.OpenApi;
import dev.gatehouse.http.Json;
import dev.gatehouse.limits.LimitsConfig;
import dev.gatehouse.limits.RateLimitFeature;
import dev.gatehouse.limits.RateLimits;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The description as it follows from the code on the class path, with the limits that hold when nobody says otherwise. */
record DescriptionOfTheCode(ObjectNode document, Set<String> undescribed) {
    static DescriptionOfTheCode make() {
        LimitsConfig usual = LimitsConfig.usual();
        RateLimitFeature limits =
                new RateLimitFeature(usual, new RateLimits(usual, null, new MetricRegistry()), List.of());
        List<Class<?>> resources = Route.all().stream()
                .<Class<?>>map(route -> route.endpoint().getDeclaringClass())
                .distinct()
                .collect(Collectors.toList());
        OpenApi openApi = new OpenApi(resources, Json.mapper(), limits::describe);
        return new DescriptionOfTheCode(openApi.document(), Set.copyOf(openApi.undescribed()));
    }

    String text() throws JsonProcessingException {
        return Json.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document) + "\n";
    }
}
