package dev.gatehouse.db;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.extension.ExtensionFactory;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.sqlobject.SqlObjectFactory;

/**
 * Attaches data access objects to handles. A handle starts with a copy of what JDBI itself knows, and what it learns of
 * an interface by reflection dies with it; so each interface is made known to JDBI itself, once. (Not through
 * {@code useExtension}: within a transaction that asks the open handle.)
 */
final class Daos {
    private final Extensions extensions;
    private final ExtensionFactory sqlObjects;
    private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();

    Daos(Jdbi jdbi) {
        this.extensions = jdbi.getConfig(Extensions.class);
        this.sqlObjects = extensions
                .findFactory(SqlObjectFactory.class)
                .orElseThrow(() -> new IllegalStateException("The SqlObject plug-in is not installed"));
    }

    <D> D attach(Handle handle, Class<D> type) {
        if (known.add(type)) {
            extensions.findMetadata(type, sqlObjects);
        }
        return handle.attach(type);
    }
}
