package dev.gatehouse.ops;

import dev.gatehouse.ai.PurgeAi;
import dev.gatehouse.apikeys.PurgeApiKeys;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Deletes what has expired: tokens, sessions, links, registrations, old mails, idempotency keys, conversations. Once an hour on one
 * replica, and by {@code POST
 * /tasks/purge-expired}.
 */
public final class PurgeExpired extends Task implements Managed {
    private final Features features;
    private final Clock clock;
    private final Schedule schedule = new Schedule("purge-expired")
            .every("purge what has expired", Duration.ofMinutes(10), Duration.ofHours(1), this::purge);

    /** What has something that expires. */
    public record Features(
            PurgeSessions sessions,
            PurgeUsers users,
            PurgeApiKeys apiKeys,
            PurgeMail mail,
            IdempotencyKeys idempotency,
            PurgeAi ai) {}

    public PurgeExpired(Features features, Clock clock) {
        super("purge-expired");
        this.features = features;
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
        Instant now = clock.instant();
        PurgeSessions.Purged purged = features.sessions().before(now);
        PurgeUsers.Purged abandoned = features.users().before(now);
        PurgeAi.Purged talk = features.ai().at(now);
        return List.of(
                "refresh tokens: " + purged.refreshTokens(),
                "sessions: " + purged.sessions(),
                "one-time links: " + purged.oneTimeLinks(),
                "abandoned registrations: " + abandoned.registrations(),
                "failed account requests: " + abandoned.requests(),
                "letter budgets: " + abandoned.letterBudgets(),
                "API keys: " + features.apiKeys().at(now),
                "mails: " + features.mail().at(now),
                "idempotency keys: " + features.idempotency().purge(now),
                "AI reservations: " + talk.reservations(),
                "AI conversations: " + talk.conversations(),
                "AI calls: " + talk.calls());
    }
}
