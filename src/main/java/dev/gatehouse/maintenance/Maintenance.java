package dev.gatehouse.maintenance;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.LiveCache;
import dev.gatehouse.db.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Whether the service only reads for a while: the same for every replica, and after a restart. */
public final class Maintenance {
    private static final String KEY = "mode";

    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final LiveCache<String, State> cache;

    /** @param since when it began; {@code null} while it is off */
    record State(Instant since) {}

    Maintenance(Storage storage, Clock clock, MetricRegistry metrics) {
        this.db = storage.database();
        this.audit = storage.audit();
        this.clock = clock;
        this.cache = new LiveCache<>(
                storage.notifications(),
                Topic.MAINTENANCE,
                key -> KEY,
                key -> Optional.of(new State(db.with(MaintenanceDao.class, MaintenanceDao::since))),
                1,
                metrics);
    }

    public boolean isOn() {
        return since() != null;
    }

    /** {@code null} while it is off. */
    Instant since() {
        return cache.get(KEY).map(State::since).orElse(null);
    }

    /** @return whether it was off */
    boolean begin() {
        return change("maintenance.started", dao -> dao.begin(clock.instant()));
    }

    /** @return whether it was on */
    boolean end() {
        return change("maintenance.ended", MaintenanceDao::end);
    }

    /** What is so already leaves no trace. */
    private boolean change(String action, java.util.function.ToIntFunction<MaintenanceDao> change) {
        return db.inTransaction(tx -> {
            boolean changed = change.applyAsInt(tx.dao(MaintenanceDao.class)) > 0;
            if (changed) {
                tx.changed(Topic.MAINTENANCE, KEY);
                audit.record(tx, AuditEvent.of(action));
            }
            return changed;
        });
    }
}
