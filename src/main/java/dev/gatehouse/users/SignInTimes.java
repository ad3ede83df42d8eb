package dev.gatehouse.users;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes down when people signed in last: a moment later and together. Whoever changes an account makes every list of
 * accounts another one and tells all replicas, one transaction after the other; each sign-in would wait for that.
 */
final class SignInTimes {
    private final Database db;
    private final Map<Long, Instant> last = new ConcurrentHashMap<>();

    SignInTimes(Database db) {
        this.db = db;
    }

    void note(long userId, Instant at) {
        last.merge(userId, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Writes what came since the last time. What cannot be written now is tried again then. */
    void write() {
        SortedMap<Long, Instant> noted = new TreeMap<>(last);
        if (noted.isEmpty()) {
            return;
        }
        List<String> times = noted.values().stream().map(Instant::toString).toList();
        db.inTransaction(tx -> {
            tx.dao(SignInDao.class)
                    .signedIn(List.copyOf(noted.keySet()), times)
                    .forEach(id -> tx.changed(Topic.USERS, id));
            return null;
        });
        noted.forEach(last::remove);
    }
}
