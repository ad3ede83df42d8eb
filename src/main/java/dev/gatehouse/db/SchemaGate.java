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
 * and every feature has prepared itself. A database that is down or not yet migrated is waited for.
 */
public final class SchemaGate implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(SchemaGate.class);

    private final Schema schema;
    private final boolean migrate;
    private final List<Runnable> preparations = new ArrayList<>();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "schema-gate");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean open;
    private volatile List<String> pending = List.of();
    private String lastComplaint = "";

    /** @param migrate whether to bring the schema up to date itself (development) or to wait for it (production) */
    public SchemaGate(Schema schema, boolean migrate) {
        this.schema = schema;
        this.migrate = migrate;
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
        return pending;
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
            pending = schema.pending();
            if (!pending.isEmpty() && migrate) {
                LOGGER.info("Migrating the database: {} change sets", pending.size());
                schema.migrate();
                pending = schema.pending();
            }
            if (pending.isEmpty()) {
                preparations.forEach(Runnable::run);
                open = true;
                watcher.shutdown();
            } else {
                complain("The database is not migrated, refusing to serve; run `db migrate`. Pending: " + pending);
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
