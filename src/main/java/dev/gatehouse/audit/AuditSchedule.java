package dev.gatehouse.audit;

import dev.gatehouse.kernel.Schedule;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When things happen by themselves: sealing every few seconds, partitions, retention and a verification every day. */
final class AuditSchedule implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditSchedule.class);
    private static final Duration VERIFY_EVERY = Duration.ofHours(24);

    private final Sealer sealer;
    private final AuditPartitions partitions;
    private final VerifyAudit verify;
    private final Clock clock;
    /** A long verification must not keep new rows outside the chain. */
    private final Schedule sealing = new Schedule("audit-sealer");

    private final Schedule upkeep = new Schedule("audit-upkeep");
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
        this.verify = verify;
        this.clock = clock;
        sealing.every("seal the audit", sealEvery, sealEvery, () -> whenPrepared(sealer::seal));
        // Hourly and not daily, so that a failed attempt or a replica that restarts a lot does not skip a day.
        every("prepare audit partitions", partitions::ensure);
        every("purge the audit", retention::purge);
        every("verify the audit", this::verifyIfDue);
    }

    private void every(String what, Runnable work) {
        upkeep.every(what, Duration.ofMinutes(1), Duration.ofHours(1), () -> whenPrepared(work));
    }

    /** Once the schema is there and before the first row is written. */
    void prepare() {
        sealer.prepare();
        // Somebody reading for long may be in the way; rows have a place to go until the next attempt.
        ensurePartitions();
        prepared = true;
    }

    @Override
    public void start() {
        sealing.start();
        upkeep.start();
    }

    @Override
    public void stop() throws InterruptedException {
        upkeep.stop();
        sealing.stop();
    }

    private void ensurePartitions() {
        try {
            partitions.ensure();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not prepare audit partitions, will try again: {}", e.getMessage());
        }
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
}
