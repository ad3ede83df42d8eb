package dev.gatehouse.ops;

import dev.gatehouse.audit.Storage;
import dev.gatehouse.kernel.FeatureModule;
import io.dropwizard.core.setup.AdminEnvironment;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;

/** What operators do to the service as a whole, and the record of it. */
public final class OperationsModule implements FeatureModule {
    private final Storage storage;
    private final PurgeExpired purge;

    public OperationsModule(Storage storage, PurgeExpired purge) {
        this.storage = storage;
        this.purge = purge;
    }

    @Override
    public List<Managed> managed() {
        return List.of(purge);
    }

    @Override
    public List<Task> tasks() {
        return List.of(purge, new FlushCachesTask(storage));
    }

    /** Puts Dropwizard's own tasks on record. */
    public void install(AdminEnvironment admin) {
        admin.addFilter("recorded-tasks", new RecordedTasks(storage))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/tasks/*");
    }
}
