package dev.gatehouse.ops;

import dev.gatehouse.idempotency.IdempotencyKeys;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.mail.PurgeMail;
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
 * Deletes what has expired: tokens, sessions, links, registrations, old mails, idempotency keys. Once an hour on one
 * replica, and by {@code POST
 * /tasks/purge-expired}.
 */
public final class PurgeExpired extends Task implements Managed {
    private final PurgeSessions sessions;
    private final PurgeUsers users;
    private final PurgeMail mail;
    private final IdempotencyKeys idempotency;
    private final Clock clock;
    private final Schedule schedule = new Schedule("purge-expired")
            .every("purge what has expired", Duration.ofMinutes(10), Duration.ofHours(1), this::purge);

    public PurgeExpired(
            PurgeSessions sessions, PurgeUsers users, PurgeMail mail, IdempotencyKeys idempotency, Clock clock) {
        super("purge-expired");
        this.sessions = sessions;
        this.users = users;
        this.mail = mail;
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

    /** In batches, each in a transaction of its own that takes the lock of the purge: replicas do not do it twice. */
    private List<String> purge() {
        PurgeSessions.Purged purged = sessions.before(clock.instant());
        PurgeUsers.Purged abandoned = users.before(clock.instant());
        return List.of(
                "refresh tokens: " + purged.refreshTokens(),
                "sessions: " + purged.sessions(),
                "one-time links: " + purged.oneTimeLinks(),
                "abandoned registrations: " + abandoned.registrations(),
                "failed account requests: " + abandoned.requests(),
                "letter budgets: " + abandoned.letterBudgets(),
                "mails: " + mail.at(clock.instant()),
                "idempotency keys: " + idempotency.purge(clock.instant()));
    }
}
