package dev.gatehouse.caching;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.LiveCache;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which version of each collection is the newest. The database counts, in the transaction of the change; this process
 * remembers until it hears that something changed.
 */
public final class ListVersions {
    private static final String ALL = "*";

    private final Database db;
    private final boolean remember;
    private final LiveCache<String, Versions> known;

    /** @param remember {@code false} to ask the database each time */
    ListVersions(Database db, Notifications notifications, boolean remember, MetricRegistry metrics) {
        this.db = db;
        this.remember = remember;
        this.known = new LiveCache<>(
                notifications, Topic.LISTS, Function.identity(), key -> Optional.of(read()), 1, metrics);
        // What is told of accounts and roles is known here before the change is acknowledged.
        List.of(Topic.USERS, Topic.ROLES).forEach(topic -> notifications.subscribe(new Forward(topic, known)));
    }

    /** From memory while that is known to be right: at once after a change made here, within a second elsewhere. */
    Versions now() {
        return remember ? known.get(ALL).orElseThrow() : read();
    }

    /** From the database. */
    public Versions read() {
        return db.with(VersionDao.class, VersionDao::read);
    }

    /** What {@code load} reads, and the versions as they stand when it has. */
    <T> Read<T> after(Supplier<T> load) {
        return db.overOneConnection(() -> new Read<>(load.get(), read()));
    }

    /** Something read, and the versions of after that. */
    record Read<T>(T value, Versions after) {}

    /** Any change of its topic is a change of the versions. */
    private record Forward(Topic topic, LiveCache<String, Versions> to) implements Notifications.Subscriber {
        @Override
        public void changed(String key) {
            to.everythingChanged();
        }

        @Override
        public void everythingChanged() {
            to.everythingChanged();
        }
    }
}
