package dev.gatehouse.testing;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the running application, its database and fixtures. Started once for all tests of a process; every test
 * begins with the default roles and nobody in them.
 */
public final class GatehouseExtension implements BeforeEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create("gatehouse");

    /** What lives as long as the test run. */
    private record Stage(TestDatabase database, Gatehouse gatehouse, String defaultGrants) implements AutoCloseable {
        static Stage open() {
            TestDatabase database = TestDatabase.open();
            Gatehouse gatehouse = Gatehouse.start(database, Map.of());
            return new Stage(database, gatehouse, grants(database.jdbi()));
        }

        /** The statement that makes them again. */
        private static String grants(Jdbi jdbi) {
            return jdbi.withHandle(
                    handle -> handle.createQuery("""
                            SELECT 'INSERT INTO role_permissions (role_id, permission_id) VALUES '
                                       || string_agg(format('(%s, %s)', role_id, permission_id), ', ')
                              FROM role_permissions
                            """).mapTo(String.class).one());
        }

        @Override
        public void close() {
            gatehouse.close();
            database.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Stage stage = stage(context);
        stage.database().jdbi().useTransaction(handle -> {
            // Not TRUNCATE: new files for every table and partition cost a tenth of a second per test.
            handle.execute("""
                    -- What the test before has set going in the background ends first.
                    LOCK TABLE account_requests, letter_budgets, registrations, ai_reservations, file_indexing;
                    SET LOCAL session_replication_role = replica;
                    DELETE FROM audit_logs;
                    SET LOCAL session_replication_role = DEFAULT;
                    DELETE FROM maintenance;
                    DELETE FROM audit_seals;
                    DELETE FROM audit_purges;
                    DELETE FROM audit_verifications;
                    DELETE FROM users;
                    DELETE FROM file_blobs;
                    DELETE FROM ai_calls;
                    DELETE FROM ai_budgets;
                    DELETE FROM idempotency_keys;
                    DELETE FROM mail_outbox;
                    DELETE FROM account_requests;
                    DELETE FROM letter_budgets;
                    DELETE FROM role_permissions;
                    DELETE FROM roles WHERE name NOT IN ('admin', 'manager', 'user', 'guest');
                    DELETE FROM permissions WHERE NOT is_system;
                    """);
            handle.execute(stage.defaultGrants());
            handle.execute("""
                    SELECT pg_notify('gatehouse', topic || ':*')
                      FROM unnest(ARRAY['users', 'roles', 'sessions', 'api_keys', 'maintenance', 'documents']) AS topic
                    """);
        });
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Gatehouse.class || type == TestDatabase.class || type == Given.class || type == Api.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Stage stage = stage(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == Gatehouse.class) {
            return stage.gatehouse();
        }
        if (type == Api.class) {
            return stage.gatehouse().api();
        }
        return type == TestDatabase.class ? stage.database() : Given.on(stage.database(), stage.gatehouse());
    }

    private static Stage stage(ExtensionContext context) {
        // Not the root's: Maven hands over one class after the other, and each has a root of its own.
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(Stage.class, type -> Stage.open(), Stage.class);
    }
}
