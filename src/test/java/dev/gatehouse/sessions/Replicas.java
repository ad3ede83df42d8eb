package dev.gatehouse.sessions;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * More replicas on the database of the tests, each started when the first test asks for it and stopped after the last
 * one.
 */
public final class Replicas implements AutoCloseable {
    /** They outlive the test that asked for them and must not do, in their way, what later tests set going elsewhere. */
    private static final Map<String, String> IDLE =
            Map.of("registration.handleEvery", "1m", "mail.delivery.poll", "1m", "search.poll", "1m");

    private final Map<Map<String, String>, Gatehouse> running = new HashMap<>();

    private Replicas() {}

    /** One that is configured like the first. */
    public Gatehouse second(TestDatabase database) {
        return with(database, Map.of());
    }

    /** One that forgives no second use of a refresh token. */
    public Gatehouse withoutGrace(TestDatabase database) {
        return with(database, Map.of("sessions.reuseGrace", "0s"));
    }

    /** One on which a password costs what it costs in production, one at a time. */
    public Gatehouse withCostlyPasswords(TestDatabase database) {
        return with(
                database,
                Map.of(
                        "passwords.memory", "19MiB",
                        "passwords.iterations", "2",
                        "passwords.maxConcurrent", "1",
                        "passwords.queue", "2"));
    }

    private Gatehouse with(TestDatabase database, Map<String, String> overrides) {
        return running.computeIfAbsent(overrides, wanted -> {
            Map<String, String> all = new HashMap<>(IDLE);
            all.putAll(wanted);
            return Gatehouse.start(database, all);
        });
    }

    @Override
    public void close() {
        running.values().forEach(Gatehouse::close);
    }

    /** Hands them to tests; named after {@code GatehouseExtension}, so that they stop before their database does. */
    public static final class Extension implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create("replicas");

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Replicas.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                    .getOrComputeIfAbsent(Replicas.class, type -> new Replicas(), Replicas.class);
        }
    }
}
