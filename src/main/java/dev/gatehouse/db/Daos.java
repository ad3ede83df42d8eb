package dev.gatehouse.db;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Attaches data access objects to handles. A handle starts with a copy of what JDBI itself knows, and what it learns of
 * an interface by reflection dies with it; so each interface is made known to JDBI first, once.
 */
final class Daos {
    private final Jdbi jdbi;
    private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();

    Daos(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    <D> D attach(Handle handle, Class<D> type) {
        if (known.add(type)) {
            jdbi.useExtension(type, dao -> {});
        }
        return handle.attach(type);
    }
}
