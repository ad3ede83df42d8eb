package dev.gatehouse.kernel;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.util.List;
import java.util.Map;

/** What a feature brings to the service; the application installs every module in the same loop. */
public interface FeatureModule {
    /** Permissions that this feature enforces. No other module may declare them. */
    default List<PermissionDeclaration> permissions() {
        return List.of();
    }

    /** Jersey components: resources, filters, mappers. */
    default List<Object> resources() {
        return List.of();
    }

    /** Things with a start and a stop, in the order of their start. */
    default List<Managed> managed() {
        return List.of();
    }

    /** Tasks of the admin port. */
    default List<Task> tasks() {
        return List.of();
    }

    /** Health checks by the name under which operators know them. */
    default Map<String, HealthCheck> healthChecks() {
        return Map.of();
    }
}
