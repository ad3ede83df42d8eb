package dev.gatehouse.db;

import io.dropwizard.lifecycle.Managed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the service from serving before its schema is there: closed at start, opened for good once nothing is pending
 * and every feature has prepared itself. A database that is down, not yet migrated, or migrated by a later release is
 * waited for.
 */
public final class SchemaGate implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(SchemaGate.class);

    private final Schema schema;
    private final SchemaPolicy policy;
    private final List<Runnable> preparations = new ArrayList<>();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "schema-gate");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean open;
    private volatile Schema.Difference difference = new Schema.Difference(List.of(), List.of());
    private String lastComplaint = "";

    public SchemaGate(Schema schema, SchemaPolicy policy) {
        this.schema = schema;
        this.policy = policy;
    }

    /** Runs once, in the order of these calls, when the schema is there and before the first request is served. */
    public void beforeOpening(Runnable preparation) {
        preparations.add(preparation);
    }

    public boolean isOpen() {
        return open;
    }

    /** The change sets that were missing when last looked. */
    public List<String> pending() {
        return difference.pending();
    }

    /** The change sets of a later release that keep this one from serving. */
    public List<String> unknown() {
        return policy.acceptNewer() ? List.of() : difference.unknown();
    }

    @Override
    public void start() {
        tryToOpen();
        if (!open) {
            watcher.scheduleWithFixedDelay(this::tryToOpen, 1, 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void stop() {
        watcher.shutdownNow();
    }

    private void tryToOpen() {
        if (open) {
            return;
        }
        try {
            difference = schema.compare();
            if (unknown().isEmpty() && !pending().isEmpty() && policy.migrate()) {
                LOGGER.info("Migrating the database: {} change sets", pending().size());
                schema.migrate();
                difference = schema.compare();
            }
            if (!unknown().isEmpty()) {
                complain("The database was migrated by a later release, refusing to serve; start that release, or set"
                        + " acceptNewerSchema. Unknown here: " + unknown());
            } else if (!pending().isEmpty()) {
                complain("The database is not migrated, refusing to serve; run `db migrate`. Pending: " + pending());
            } else {
                preparations.forEach(Runnable::run);
                open = true;
                watcher.shutdown();
            }
        } catch (RuntimeException e) {
            complain("Not serving yet: " + DatabaseErrors.honest(e).getMessage());
            LOGGER.debug("Not serving yet", e);
        }
    }

    /** Once per reason, not once per second. */
    private void complain(String reason) {
        if (!reason.equals(lastComplaint)) {
            lastComplaint = reason;
            LOGGER.warn("{}", reason);
        }
    }
}
