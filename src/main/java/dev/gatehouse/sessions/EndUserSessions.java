package dev.gatehouse.sessions;

import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.users.EndSessions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Ends the sessions of an account in somebody else's transaction. Stands alone, since {@code users} needs it before
 * {@code sessions} can be wired; whoever calls it records why.
 */
public final class EndUserSessions implements EndSessions {
    /** Beyond it one message for everything is cheaper than one for each. */
    private static final int MAX_MESSAGES = 100;

    private final Clock clock;

    public EndUserSessions(Clock clock) {
        this.clock = clock;
    }

    @Override
    public int ofUser(Tx tx, long userId, UUID except, String reason) {
        List<UUID> ended = tx.dao(SessionDao.class).endAll(userId, except, reason, clock.instant());
        if (ended.size() > MAX_MESSAGES) {
            tx.allChanged(Topic.SESSIONS);
        } else {
            ended.forEach(id -> tx.changed(Topic.SESSIONS, id));
        }
        return ended.size();
    }
}
