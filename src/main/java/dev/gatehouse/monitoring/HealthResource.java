package dev.gatehouse.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.access.Anonymous;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.limits.RateLimited;
import io.dropwizard.health.HealthEnvironment;
import io.dropwizard.health.HealthStateView;
import io.dropwizard.health.HealthStatusChecker;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Probes for load balancers and people. Every answer comes from the last scheduled check, so that asking often costs
 * the dependencies nothing; none tells why something is unhealthy, the log does.
 */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private static final String HEALTHY = "healthy";
    private static final String UNHEALTHY = "unhealthy";

    private final BuildInfo build;
    private final HealthEnvironment health;
    private final Supplier<List<String>> pendingMigrations;
    private final Supplier<List<String>> unknownMigrations;

    /**
     * @param pendingMigrations what the schema still lacks
     * @param unknownMigrations what a later release has done to it
     */
    public HealthResource(
            BuildInfo build,
            HealthEnvironment health,
            Supplier<List<String>> pendingMigrations,
            Supplier<List<String>> unknownMigrations) {
        this.build = build;
        this.health = health;
        this.pendingMigrations = pendingMigrations;
        this.unknownMigrations = unknownMigrations;
    }

    /** The short answer, as the original gave it. */
    public record Summary(String status, String app, String version, String database) {}

    /** One word for the process. */
    public record Liveness(String status) {}

    /** The long answer: every check by name, and what the schema still lacks or has too much of. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Readiness(
            String status,
            Map<String, String> checks,
            List<String> pendingMigrations,
            List<String> unknownMigrations) {}

    @GET
    @Anonymous
    @RateLimited(RateLimited.NEVER)
    @AnswersWith(value = Summary.class, also = 503)
    public Response summary() {
        String database = word(health.healthStateAggregator()
                .healthStateView("postgresql")
                .map(HealthStateView::isHealthy)
                .orElse(false));
        return answer(isReady(), new Summary(isReady() ? HEALTHY : "degraded", build.app(), build.version(), database));
    }

    /** Depends on nothing outside: a process that answers is alive. */
    @GET
    @Path("/live")
    @Anonymous
    @RateLimited(RateLimited.NEVER)
    public Liveness live() {
        return new Liveness("alive");
    }

    @GET
    @Path("/ready")
    @Anonymous
    @RateLimited(RateLimited.NEVER)
    @AnswersWith(value = Readiness.class, also = 503)
    public Response ready() {
        Map<String, String> checks = new TreeMap<>();
        health.healthStateAggregator()
                .healthStateViews()
                .forEach(state -> checks.put(state.getName(), word(state.isHealthy())));
        return answer(
                isReady(),
                new Readiness(
                        isReady() ? "ready" : "not_ready", checks, pendingMigrations.get(), unknownMigrations.get()));
    }

    /** False also from SIGTERM on, while requests are still served. */
    private boolean isReady() {
        return health.healthStateAggregator() instanceof HealthStatusChecker checker && checker.isHealthy();
    }

    private static String word(boolean healthy) {
        return healthy ? HEALTHY : UNHEALTHY;
    }

    private static Response answer(boolean ready, Object body) {
        Response.ResponseBuilder response = Response.status(ready ? 200 : 503).entity(body);
        return ready ? response.build() : response.header("Retry-After", 2).build();
    }
}
