package dev.gatehouse.roles;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.caching.ListVersions;
import dev.gatehouse.caching.Versions;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.LiveCache;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All roles with their permissions, kept in memory: whoever loads accounts needs only the ids of their roles. */
public final class RoleCatalogue {
    private static final String EVERYTHING = "*";

    private final Database db;
    private final ListVersions versions;
    private final LiveCache<String, Catalogue> cache;

    /**
     * @param version that the roles had all the while they were read, or none that ever was
     */
    private record Catalogue(long version, Map<Long, Role> roles) {}

    RoleCatalogue(Database db, Notifications notifications, ListVersions versions, MetricRegistry metrics) {
        this.db = db;
        this.versions = versions;
        this.cache = new LiveCache<>(
                notifications, Topic.ROLES, Function.identity(), key -> Optional.of(read()), 1, metrics);
    }

    /**
     * Tells every replica that roles changed. Roles come before users: an account that is loaded between the two
     * messages must already find the new roles, for nobody will make it forget the old ones.
     */
    static void changed(Tx tx) {
        tx.allChanged(Topic.ROLES);
        tx.allChanged(Topic.USERS);
    }

    /** One look at the catalogue, for attaching roles to many accounts. */
    public Snapshot now() {
        return new Snapshot(cache.get(EVERYTHING).orElseThrow().roles());
    }

    /** The role of this name in any case. */
    public Optional<Role> find(String name) {
        return now().roles.values().stream()
                .filter(role -> role.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * As {@link #now()}, but not older than {@code known}, of which the database speaks already: the message of the
     * change may still be on its way to this process.
     */
    public Snapshot asOf(Versions known) {
        Catalogue catalogue = cache.get(EVERYTHING).orElseThrow();
        if (catalogue.version() != known.roles()) {
            cache.everythingChanged();
            catalogue = cache.get(EVERYTHING).orElseThrow();
        }
        return new Snapshot(catalogue.roles());
    }

    private Catalogue read() {
        long before = versions.read().roles();
        Map<Long, Role> roles = load();
        return new Catalogue(versions.read().roles() == before ? before : -1, roles);
    }

    private Map<Long, Role> load() {
        return db.withHandle(handle -> {
            RoleDao dao = handle.attach(RoleDao.class);
            Map<Long, List<Permission>> permissions = new HashMap<>();
            for (RoleDao.Granted granted : dao.allPermissions()) {
                permissions
                        .computeIfAbsent(granted.roleId(), id -> new ArrayList<>())
                        .add(new Permission(granted.id(), granted.name()));
            }
            Map<Long, Role> roles = new HashMap<>();
            for (RoleDao.Row row : dao.all()) {
                roles.put(row.id(), new Role(row.id(), row.name(), permissions.getOrDefault(row.id(), List.of())));
            }
            return roles;
        });
    }

    /** The roles as they stood at one moment. */
    public final class Snapshot {
        private Map<Long, Role> roles;
        private boolean reloaded;

        private Snapshot(Map<Long, Role> roles) {
            this.roles = roles;
        }

        /**
         * The roles of these ids, in their order. An id that is not known belongs to a role that was made a moment ago,
         * so the database is asked; one that even the database does not know any more is left out.
         */
        public List<Role> of(List<Long> ids) {
            List<Role> found = new ArrayList<>(ids.size());
            for (long id : ids) {
                if (!roles.containsKey(id) && !reloaded) {
                    roles = load();
                    reloaded = true;
                }
                Role role = roles.get(id);
                if (role != null) {
                    found.add(role);
                }
            }
            return found;
        }
    }
}
