package dev.gatehouse.backup;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.Schedule;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Copies of the database: by command, and by itself if it is told to. */
public final class BackupModule implements FeatureModule {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final TakeBackup takeBackup;
    private final RecordBackup record;
    private final List<Managed> managed;
    private final Map<String, HealthCheck> healthChecks;

    /** What the module stands on. */
    public record Service(Clock clock, ObjectMapper json, MetricRegistry metrics, String release) {}

    /** @param folders what belongs to the rows and lies beside the database */
    public BackupModule(
            BackupConfig config, DatabaseModule database, AuditTrail trail, List<FileFolder> folders, Service service) {
        this.takeBackup = new TakeBackup(database, service.clock(), service.json(), service.release(), folders);
        this.record = new RecordBackup(database.database(), trail);
        if (!config.enabled()) {
            this.managed = List.of();
            this.healthChecks = Map.of();
            return;
        }
        Duration every = config.every().toJavaDuration();
        ScheduledBackup scheduled = new ScheduledBackup(
                config,
                new ScheduledBackup.Needs(takeBackup, record, database.gate()),
                service.clock(),
                service.metrics());
        this.managed = List.of(new Schedule("backup")
                .every(
                        "make a backup",
                        shorter(every, FIRST_LOOK),
                        shorter(every, LONGEST_PAUSE),
                        scheduled::runIfDue));
        this.healthChecks = Map.of("backup", new BackupHealthCheck(scheduled, every));
    }

    public TakeBackup takeBackup() {
        return takeBackup;
    }

    public RecordBackup record() {
        return record;
    }

    @Override
    public List<Managed> managed() {
        return managed;
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return healthChecks;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
