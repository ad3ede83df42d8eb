package dev.gatehouse.ops;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Topic;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code POST /tasks/flush-caches}: every replica forgets what it knew of the database, for somebody who has changed rows
 * behind the service.
 */
public final class FlushCachesTask extends Task {
    private final Storage storage;

    public FlushCachesTask(Storage storage) {
        super("flush-caches");
        this.storage = storage;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        storage.database().inTransaction(tx -> {
            for (Topic topic : Topic.values()) {
                tx.allChanged(topic);
            }
            storage.audit().record(tx, AuditEvent.of("caches.flushed"));
            return null;
        });
        for (Topic topic : Topic.values()) {
            output.println("forgotten on every replica: "
                    + topic.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }
}
