package dev.gatehouse.db;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionFactory;
import org.jdbi.v3.core.extension.ExtensionMetadata;
import org.jdbi.v3.core.extension.ExtensionMetadata.ExtensionHandlerInvoker;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.sqlobject.SqlObjectFactory;

/**
 * Attaches data access objects to handles. JDBI by itself prepares every method of an interface, each with a copy of its
 * whole configuration, whenever one of them is to be called: a quarter of a sign-in outside of PostgreSQL and Argon2.
 * Here a method is prepared when it is called, and what reflection finds out about an interface is kept.
 */
final class Daos implements ExtensionFactory {
    private final Extensions extensions;
    private final ExtensionFactory sqlObjects;
    private final Map<Class<?>, ExtensionMetadata> known = new ConcurrentHashMap<>();

    Daos(Jdbi jdbi) {
        this.extensions = jdbi.getConfig(Extensions.class);
        this.sqlObjects = extensions
                .findFactory(SqlObjectFactory.class)
                .orElseThrow(() -> new IllegalStateException("The SqlObject plug-in is not installed"));
        extensions.register(this);
    }

    /** Within a transaction, to that of the handle. */
    <D> D attach(Handle handle, Class<D> type) {
        known.computeIfAbsent(type, unknown -> extensions.findMetadata(unknown, sqlObjects));
        return handle.attach(type);
    }

    @Override
    public boolean accepts(Class<?> type) {
        return known.containsKey(type);
    }

    @Override
    public Set<FactoryFlag> getFactoryFlags() {
        return Set.of(FactoryFlag.DONT_USE_PROXY);
    }

    @Override
    public <D> D attach(Class<D> type, HandleSupplier handle) {
        Attached attached = new Attached(known.get(type), handle);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (dao, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? attached.ofEveryObject(dao, method, arguments)
                        : attached.invoker(dao, method).invoke(arguments)));
    }

    /** What is behind one data access object. */
    private static final class Attached {
        private final ExtensionMetadata metadata;
        private final HandleSupplier handle;
        private final ConfigRegistry config;
        private final Map<Method, ExtensionHandlerInvoker> prepared = new HashMap<>();

        Attached(ExtensionMetadata metadata, HandleSupplier handle) {
            this.metadata = metadata;
            this.handle = handle;
            this.config = metadata.createInstanceConfiguration(handle.getConfig());
        }

        Object ofEveryObject(Object dao, Method method, Object... arguments) throws ReflectiveOperationException {
            return method.getName().equals("equals") ? dao == arguments[0] : method.invoke(this, arguments);
        }

        ExtensionHandlerInvoker invoker(Object dao, Method method) {
            return prepared.computeIfAbsent(
                    method, called -> metadata.createExtensionHandlerInvoker(dao, called, handle, config));
        }
    }
}
