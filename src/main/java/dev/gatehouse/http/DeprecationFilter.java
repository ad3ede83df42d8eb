package dev.gatehouse.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Adds to every answer of a {@link DeprecatedRoute} until when it can be used, and what to use then. */
final class DeprecationFilter implements ContainerResponseFilter {
    /** What clients have to move. */
    static final int MONTHS = 6;

    private final String deprecation;
    private final String sunset;
    private final String link;

    /** @throws IllegalArgumentException for a route that would go away too soon */
    DeprecationFilter(DeprecatedRoute route) {
        LocalDate since = LocalDate.parse(route.since());
        LocalDate gone = LocalDate.parse(route.sunset());
        if (gone.isBefore(since.plusMonths(MONTHS))) {
            throw new IllegalArgumentException("Deprecated since " + since + ", it cannot be gone by " + gone
                    + ": clients have " + MONTHS + " months");
        }
        this.deprecation = "@" + since.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        this.sunset = DateTimeFormatter.RFC_1123_DATE_TIME.format(gone.atStartOfDay(ZoneOffset.UTC));
        this.link = "<" + route.link() + ">; rel=\"deprecation\"; type=\"text/html\"";
    }

    /** Binds a filter to each endpoint that needs one, at the start. */
    static final class Binder implements DynamicFeature {
        @Override
        public void configure(ResourceInfo endpoint, FeatureContext context) {
            DeprecatedRoute route = endpoint.getResourceMethod().getAnnotation(DeprecatedRoute.class);
            if (route != null) {
                context.register(new DeprecationFilter(route));
            }
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle("Deprecation", deprecation);
        response.getHeaders().putSingle("Sunset", sunset);
        response.getHeaders().add("Link", link);
    }
}
