package dev.gatehouse.ops;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.idempotency.IdempotencyKeys;
import dev.gatehouse.sessions.PurgeSessions;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has expired: tokens, sessions, links, idempotency keys. Once an hour on one replica, and by {@code POST
 * /tasks/purge-expired}.
 */
public final class PurgeExpired extends Task implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(PurgeExpired.class);
    private static final int PERIOD_MINUTES = 60;

    private final Database db;
    private final PurgeSessions sessions;
    private final IdempotencyKeys idempotency;
    private final Clock clock;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "purge-expired");
        thread.setDaemon(true);
        return thread;
    });

    public PurgeExpired(Database db, PurgeSessions sessions, IdempotencyKeys idempotency, Clock clock) {
        super("purge-expired");
        this.db = db;
        this.sessions = sessions;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    @Override
    public void start() {
        schedule.scheduleWithFixedDelay(this::purgeQuietly, 10, PERIOD_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        schedule.shutdownNow();
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        purge().forEach(output::println);
    }

    /** @return one line per fact */
    private List<String> purge() {
        // The deletes are batched in transactions of their own; the lock only keeps replicas from doing it twice.
        return db.inTransaction(
                tx -> tx.tryLock(AdvisoryLock.PURGE) ? purgeAll() : List.of("another replica is at it"));
    }

    private List<String> purgeAll() {
        PurgeSessions.Purged purged = sessions.before(clock.instant());
        return List.of(
                "refresh tokens: " + purged.refreshTokens(),
                "sessions: " + purged.sessions(),
                "one-time links: " + purged.oneTimeLinks(),
                "idempotency keys: " + idempotency.purge(clock.instant()));
    }

    private void purgeQuietly() {
        try {
            LOGGER.debug("Purged {}", purge());
        } catch (RuntimeException e) {
            LOGGER.warn("Could not purge what has expired, will try again in an hour: {}", e.getMessage());
        }
    }
}
