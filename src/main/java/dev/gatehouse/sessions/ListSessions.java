package dev.gatehouse.sessions;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.users.KnownUsers;
import java.time.Clock;
import java.util.List;

/** Shows where somebody is signed in. */
final class ListSessions {
    private final Database db;
    private final KnownUsers users;
    private final Clock clock;

    ListSessions(Database db, KnownUsers users, Clock clock) {
        this.db = db;
        this.users = users;
        this.clock = clock;
    }

    List<Session> own(Caller caller) {
        return list(caller, caller.userId());
    }

    /** @throws Refusal 404 if there is no such user */
    List<Session> of(Caller caller, long userId) {
        if (users.find(userId).isEmpty()) {
            throw Refusal.notFound("user");
        }
        return list(caller, userId);
    }

    private List<Session> list(Caller caller, long userId) {
        return db.with(SessionDao.class, dao -> dao.ofUser(userId, caller.sessionId(), clock.instant()));
    }
}
