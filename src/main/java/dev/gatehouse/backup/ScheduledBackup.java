package dev.gatehouse.backup;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.gatehouse.db.SchemaGate;
import dev.gatehouse.kernel.HistogramTimer;
import dev.gatehouse.kernel.MetricName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a backup when the newest one has become too old, on one replica, and lets old ones go. */
final class ScheduledBackup {
    private static final Logger LOGGER = LoggerFactory.getLogger(ScheduledBackup.class);

    private final BackupConfig config;
    private final BackupFolder folder;
    private final TakeBackup backup;
    private final RecordBackup record;
    private final SchemaGate gate;
    private final Clock clock;
    private final Counter successes;
    private final Counter failures;
    private final Timer duration;
    private volatile boolean failing;

    /** What a backup needs and who is told of it. */
    record Needs(TakeBackup backup, RecordBackup record, SchemaGate gate) {}

    ScheduledBackup(BackupConfig config, Needs needs, Clock clock, MetricRegistry metrics) {
        this.config = config;
        this.folder = new BackupFolder(config.folder());
        this.backup = needs.backup();
        this.record = needs.record();
        this.gate = needs.gate();
        this.clock = clock;
        // Both from the start: an increase from nothing to one is none for an alert.
        this.successes = metrics.counter(MetricName.of("backups", "outcome", "success"));
        this.failures = metrics.counter(MetricName.of("backups", "outcome", "failure"));
        this.duration = HistogramTimer.in(metrics, "backup_duration");
        metrics.gauge(
                "backup_age_seconds", () -> () -> age().map(Duration::toSeconds).orElse(-1L));
    }

    /** Of the newest one; empty if there is none yet. */
    Optional<Duration> age() {
        return folder.newest().map(newest -> Duration.between(newest, clock.instant()));
    }

    /** Whether the last attempt came to nothing. */
    boolean isFailing() {
        return failing;
    }

    void runIfDue() {
        Duration every = config.every().toJavaDuration();
        if (!gate.isOpen() || age().filter(age -> age.compareTo(every) < 0).isPresent()) {
            return;
        }
        boolean done = false;
        Timer.Context measured = duration.time();
        try {
            Instant now = clock.instant();
            Optional<TakeBackup.Made> made = backup.to(
                    folder.fileAt(now, !config.recipients().isEmpty()),
                    new TakeBackup.Wanted(config.recipients(), config.withFiles()));
            made.ifPresent(this::tell);
            folder.keepNewest(config.keep(), now);
            done = true;
        } finally {
            measured.stop();
            failing = !done;
            (done ? successes : failures).inc();
        }
    }

    private void tell(TakeBackup.Made made) {
        LOGGER.info("Backup {}: {} rows, {} bytes", made.file(), made.manifest().rows(), made.bytes());
        record.made(made);
    }
}
