package dev.gatehouse.sessions;

import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once an hour whether the signing key is old and whether anything has expired. */
final class SessionsSchedule implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(SessionsSchedule.class);

    private final SigningKeys keys;
    private final PurgeSessions purge;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sessions-schedule");
        thread.setDaemon(true);
        return thread;
    });

    SessionsSchedule(SigningKeys keys, PurgeSessions purge, Clock clock) {
        this.keys = keys;
        this.purge = purge;
        this.clock = clock;
    }

    @Override
    public void start() {
        executor.scheduleWithFixedDelay(() -> quietly(keys::rotateIfDue), 60, 60, TimeUnit.MINUTES);
        executor.scheduleWithFixedDelay(() -> quietly(this::purge), 10, 60, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }

    private void purge() {
        PurgeSessions.Purged purged = purge.before(clock.instant());
        LOGGER.debug("Purged {}", purged);
    }

    /** An hour without it harms nobody, but an error that escapes would end the schedule. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not look after sessions, will try again in an hour: {}", e.getMessage());
        }
    }
}
