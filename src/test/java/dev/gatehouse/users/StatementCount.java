package dev.gatehouse.users;

import dev.gatehouse.testing.TestDatabase;
import org.jdbi.v3.core.Handle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Counts the statements that PostgreSQL ran on accounts, roles and permissions. */
final class StatementCount {
    private final TestDatabase database;

    private StatementCount(TestDatabase database) {
        this.database = database;
    }

    /** Skips the test on a server that does not count. */
    static StatementCount of(TestDatabase database) {
        String preloaded = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT current_setting('shared_preload_libraries')")
                        .mapTo(String.class)
                        .one());
        assumeTrue(preloaded.contains("pg_stat_statements"));
        database.jdbi().useHandle(handle -> handle.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"));
        return new StatementCount(database);
    }

    long during(Runnable action) {
        long before = database.jdbi().withHandle(StatementCount::total);
        action.run();
        return database.jdbi().withHandle(StatementCount::total) - before;
    }

    private static long total(Handle handle) {
        return handle.createQuery("""
                        SELECT coalesce(sum(calls), 0)
                          FROM pg_stat_statements
                         WHERE query ~ '\\m(users|user_roles|roles|permissions|role_permissions)\\M'
                           AND query !~ 'list_versions'
                        """).mapTo(Long.class).one();
    }
}
