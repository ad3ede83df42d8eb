package dev.gatehouse.audit;

import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When things happen by themselves: sealing every few seconds, partitions, retention and a verification every day. */
final class AuditSchedule implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditSchedule.class);
    private static final Duration VERIFY_EVERY = Duration.ofHours(24);

    private final Sealer sealer;
    private final AuditPartitions partitions;
    private final AuditRetention retention;
    private final VerifyAudit verify;
    private final Clock clock;
    private final Duration sealEvery;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "audit");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean prepared;

    AuditSchedule(
            Sealer sealer,
            AuditPartitions partitions,
            AuditRetention retention,
            VerifyAudit verify,
            Clock clock,
            Duration sealEvery) {
        this.sealer = sealer;
        this.partitions = partitions;
        this.retention = retention;
        this.verify = verify;
        this.clock = clock;
        this.sealEvery = sealEvery;
    }

    /** Once the schema is there and before the first row is written. */
    void prepare() {
        sealer.prepare();
        // Somebody reading for long may be in the way; rows have a place to go until the next attempt.
        quietly("prepare partitions", partitions::ensure);
        prepared = true;
    }

    @Override
    public void start() {
        long period = sealEvery.toMillis();
        executor.scheduleWithFixedDelay(
                () -> whenPrepared(() -> quietly("seal", sealer::seal)), period, period, TimeUnit.MILLISECONDS);
        executor.scheduleWithFixedDelay(() -> whenPrepared(this::upkeep), 1, 60, TimeUnit.MINUTES);
    }

    @Override
    public void stop() throws InterruptedException {
        executor.shutdownNow();
        if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
            LOGGER.warn("The audit is still at work; what it had not committed will be done after the next start");
        }
    }

    /** Hourly and not daily, so that an attempt that failed or a replica that restarts a lot does not skip a day. */
    private void upkeep() {
        quietly("prepare partitions", partitions::ensure);
        quietly("purge", retention::purge);
        quietly("verify", this::verifyIfDue);
    }

    private void verifyIfDue() {
        Instant due = clock.instant().minus(VERIFY_EVERY);
        if (verify.last().map(Verification::verifiedAt).filter(due::isBefore).isEmpty()) {
            verify.run();
        }
    }

    /** Without its schema the service has nothing to seal. */
    private void whenPrepared(Runnable work) {
        if (prepared) {
            work.run();
        }
    }

    /** A failure must not end the schedule. */
    private void quietly(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.error("The audit could not {}: {}", what, e.getMessage());
            LOGGER.debug("The audit could not {}", what, e);
        }
    }
}
