package dev.gatehouse.sessions;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.LiveCache;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.Topic;
import java.time.Clock;
import java.util.UUID;

/** Knows which sessions live, from memory while notifications prove that none was ended. */
final class LiveSessions {
    private static final int REMEMBERED = 50_000;

    private final LiveCache<UUID, LiveSession> sessions;
    private final Clock clock;

    LiveSessions(Database db, Notifications notifications, Clock clock, MetricRegistry metrics) {
        this.clock = clock;
        this.sessions = new LiveCache<>(
                notifications,
                Topic.SESSIONS,
                UUID::fromString,
                id -> db.with(SessionDao.class, dao -> dao.findLive(id)),
                REMEMBERED,
                metrics);
    }

    /** Whether this session of this user goes on. */
    boolean isLive(UUID id, long userId) {
        return sessions.get(id)
                .filter(session -> session.userId() == userId && clock.instant().isBefore(session.expiresAt()))
                .isPresent();
    }
}
