package dev.gatehouse.users;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.caching.Versions;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.LiveCache;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.Topic;
import dev.gatehouse.roles.RoleCatalogue;
import java.util.Optional;
import java.util.Set;

/**
 * Accounts with their roles and permissions as they stand now: from memory while notifications prove that nothing
 * changed, otherwise from the database.
 */
public final class KnownUsers {
    private static final long MAX_SIZE = 10_000;

    /**
     * @param permissions computed once per load and not per request
     */
    public record KnownUser(User user, Set<String> permissions) {
        /** Whether the account is good for anything: no token and no key of another one is. */
        public boolean mayAct() {
            return user.active() && user.approved() && user.emailVerified();
        }
    }

    private final Database db;
    private final RoleCatalogue roles;
    private final LiveCache<Long, KnownUser> cache;

    KnownUsers(Database db, Notifications notifications, RoleCatalogue roles, MetricRegistry metrics) {
        this.db = db;
        this.roles = roles;
        this.cache = new LiveCache<>(notifications, Topic.USERS, Long::valueOf, this::load, MAX_SIZE, metrics);
    }

    public Optional<KnownUser> find(long id) {
        return cache.get(id);
    }

    /** From the database, with roles that are as new as {@code now}. */
    Optional<User> read(long id, Versions now) {
        return db.with(UserDao.class, dao -> dao.find(id)).map(row -> row.with(roles.asOf(now)));
    }

    private Optional<KnownUser> load(long id) {
        // The account first: a role that it was given a moment ago is then found in the catalogue.
        return db.with(UserDao.class, dao -> dao.find(id)).map(row -> {
            User user = row.with(roles.now());
            return new KnownUser(user, user.permissionNames());
        });
    }
}
