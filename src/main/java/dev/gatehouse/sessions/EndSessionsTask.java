package dev.gatehouse.sessions;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.users.EndSessions;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * {@code POST /tasks/end-sessions?user=17}, or {@code ?all=true} after a leak: signs out one account or everybody, on
 * every replica. API keys go on.
 */
final class EndSessionsTask extends Task {
    private static final String REASON = "ended_by_operator";
    private static final int AT_A_TIME = 10_000;

    private final Database db;
    private final AuditTrail audit;
    private final EndSessions sessionsOf;
    private final Clock clock;

    EndSessionsTask(Storage storage, EndSessions sessionsOf, Clock clock) {
        super("end-sessions");
        this.db = storage.database();
        this.audit = storage.audit();
        this.sessionsOf = sessionsOf;
        this.clock = clock;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        boolean all = parameters.getOrDefault("all", List.of()).equals(List.of("true"));
        OptionalLong user = number(parameters.getOrDefault("user", List.of()));
        if (all == user.isPresent()) {
            output.println("say whose: ?user=17 (the id of an account) or ?all=true");
            return;
        }
        output.println("sessions ended: " + (all ? ofEverybody() : ofUser(user.getAsLong())));
    }

    private long ofUser(long userId) {
        return db.inTransaction(tx -> {
            int ended = sessionsOf.ofUser(tx, userId, null, REASON);
            audit.record(
                    tx,
                    AuditEvent.of("user.sessions_ended")
                            .on("user", userId)
                            .with("reason", REASON)
                            .with("sessions", ended));
            return ended;
        });
    }

    /** In batches: a million sessions in one statement would outlast its time-out. */
    private long ofEverybody() {
        Instant begun = clock.instant();
        long total = 0;
        int ended;
        do {
            ended = batch(begun);
            total += ended;
        } while (ended == AT_A_TIME);
        return total;
    }

    /** Only those that had begun, so that there is an end to it while people sign in again. */
    private int batch(Instant begun) {
        return db.inTransaction(tx -> {
            int ended = tx.dao(SessionDao.class).endEverybodys(begun, REASON, AT_A_TIME);
            tx.allChanged(Topic.SESSIONS);
            audit.record(
                    tx, AuditEvent.of("sessions.ended").with("reason", REASON).with("sessions", ended));
            return ended;
        });
    }

    private static OptionalLong number(List<String> values) {
        try {
            return values.size() == 1 ? OptionalLong.of(Long.parseLong(values.get(0))) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
