package dev.gatehouse.maintenance;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.kernel.FeatureModule;
import io.dropwizard.servlets.tasks.Task;
import java.time.Clock;
import java.util.List;

/** A while in which nothing changes, for a fail-over or a restore. */
public final class MaintenanceModule implements FeatureModule {
    private final Maintenance maintenance;

    public MaintenanceModule(Storage storage, Clock clock, MetricRegistry metrics) {
        this.maintenance = new Maintenance(storage, clock, metrics);
        metrics.gauge("maintenance_mode", () -> () -> maintenance.isOn() ? 1 : 0);
    }

    @Override
    public List<Object> resources() {
        return List.of(new MaintenanceFilter.OnWrites(maintenance));
    }

    @Override
    public List<Task> tasks() {
        return List.of(new MaintenanceTask(maintenance));
    }
}
