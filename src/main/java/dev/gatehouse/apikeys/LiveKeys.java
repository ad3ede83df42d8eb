package dev.gatehouse.apikeys;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.LiveCache;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.Topic;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Knows which keys are in force, from memory while notifications prove that none was revoked. */
final class LiveKeys {
    private static final int REMEMBERED = 50_000;

    private final LiveCache<String, LiveKey> keys;
    private final Clock clock;

    LiveKeys(Database db, Notifications notifications, Clock clock, MetricRegistry metrics) {
        this.clock = clock;
        this.keys = new LiveCache<>(
                notifications,
                Topic.API_KEYS,
                Function.identity(),
                prefix -> db.with(ApiKeyDao.class, dao -> dao.findLive(prefix)).map(LiveKey.Row::read),
                REMEMBERED,
                metrics);
    }

    /** The key, if it is one of ours and in force. */
    Optional<LiveKey> find(KeyText key) {
        return keys.get(key.prefix())
                .filter(live -> MessageDigest.isEqual(live.hash(), key.hash()))
                .filter(live -> clock.instant().isBefore(live.expiresAt()));
    }
}
