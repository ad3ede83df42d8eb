package dev.gatehouse.ops;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.idempotency.IdempotencyKeys;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.sessions.PurgeSessions;
import dev.gatehouse.users.PurgeUsers;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Deletes what has expired: tokens, sessions, links, registrations, idempotency keys. Once an hour on one replica, and by {@code POST
 * /tasks/purge-expired}.
 */
public final class PurgeExpired extends Task implements Managed {
    private final Database db;
    private final PurgeSessions sessions;
    private final PurgeUsers users;
    private final IdempotencyKeys idempotency;
    private final Clock clock;
    private final Schedule schedule = new Schedule("purge-expired")
            .every("purge what has expired", Duration.ofMinutes(10), Duration.ofHours(1), this::purge);

    public PurgeExpired(
            Database db, PurgeSessions sessions, PurgeUsers users, IdempotencyKeys idempotency, Clock clock) {
        super("purge-expired");
        this.db = db;
        this.sessions = sessions;
        this.users = users;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    @Override
    public void start() {
        schedule.start();
    }

    @Override
    public void stop() throws InterruptedException {
        schedule.stop();
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
        PurgeUsers.Purged abandoned = users.before(clock.instant());
        return List.of(
                "refresh tokens: " + purged.refreshTokens(),
                "sessions: " + purged.sessions(),
                "one-time links: " + purged.oneTimeLinks(),
                "abandoned registrations: " + abandoned.registrations(),
                "failed account requests: " + abandoned.requests(),
                "letter budgets: " + abandoned.letterBudgets(),
                "idempotency keys: " + idempotency.purge(clock.instant()));
    }
}
