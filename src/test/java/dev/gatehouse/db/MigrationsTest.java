package dev.gatehouse.db;

import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The schema comes, goes and comes again by the commands that an operator has. */
@ExtendWith(GatehouseExtension.class)
class MigrationsTest {
    @Test
    @Tag("promise-15")
    void everyChangeSetCanBeTakenBackAndDoneAgain(TestDatabase shared) {
        try (TestDatabase database = shared.empty();
                OpenDatabase open = OpenDatabase.on(database)) {
            Schema schema = open.module().schema();
            List<String> all = schema.pending();
            assertThat(all).isNotEmpty();

            succeeds(Console.on(database).run("db", "migrate"));
            List<String> made = objects(database);
            assertThat(schema.pending()).isEmpty();
            assertThat(made).hasSizeGreaterThan(50);

            succeeds(Console.on(database).run("db", "rollback", "--count", Integer.toString(all.size())));
            assertThat(schema.pending()).isEqualTo(all);
            assertThat(objects(database)).isEmpty();

            succeeds(Console.on(database).run("db", "migrate"));
            assertThat(objects(database)).isEqualTo(made);
        }
    }

    /** One by one, so that whoever comes back over one release only meets what he expects. */
    @Test
    @Tag("slow")
    void everyChangeSetAloneCanBeTakenBackAndDoneAgain(TestDatabase shared) {
        try (TestDatabase database = shared.empty();
                OpenDatabase open = OpenDatabase.on(database)) {
            int count = open.module().schema().pending().size();
            List<List<String>> stages = new ArrayList<>();
            stages.add(objects(database));
            for (int i = 0; i < count; i++) {
                succeeds(Console.on(database).run("db", "migrate", "--count", "1"));
                stages.add(objects(database));
            }
            for (int i = count; i > 0; i--) {
                succeeds(Console.on(database).run("db", "rollback", "--count", "1"));
                assertThat(objects(database)).as("without change set " + i).isEqualTo(stages.get(i - 1));
                succeeds(Console.on(database).run("db", "migrate", "--count", "1"));
                assertThat(objects(database)).as("with change set " + i).isEqualTo(stages.get(i));
                succeeds(Console.on(database).run("db", "rollback", "--count", "1"));
            }
        }
    }

    @Test
    void aDryRunTellsTheSqlAndRunsNothing(TestDatabase shared) {
        try (TestDatabase database = shared.empty()) {
            Outcome outcome = Console.on(database).run("db", "migrate", "--dry-run");

            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("CREATE TABLE users", "CREATE TABLE audit_seals");
            assertThat(objects(database)).isEmpty();
        }
    }

    @Test
    void statusTellsWhatIsPending(TestDatabase shared) {
        try (TestDatabase database = shared.empty()) {
            Outcome before = Console.on(database).run("db", "status", "--verbose");
            assertThat(before.exitCode()).isZero();
            assertThat(before.out()).contains("have not been applied", "001-users", "007-audit");

            succeeds(Console.on(database).run("db", "migrate"));
            assertThat(Console.on(database).run("db", "status").out()).contains("is up to date");
        }
    }

    /** Without one, deleting a user would read every session there is. */
    @Test
    void everyForeignKeyHasAnIndex(TestDatabase database) {
        List<String> without = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                SELECT c.conrelid::regclass || ' ' || c.conname
                                  FROM pg_constraint c
                                 WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
                                   AND NOT EXISTS (
                                         SELECT 1 FROM pg_index i
                                          WHERE i.indrelid = c.conrelid AND i.indpred IS NULL AND i.indisvalid
                                            AND c.conkey <@ (SELECT array_agg(u.key)
                                                               FROM unnest(i.indkey) WITH ORDINALITY AS u (key, place)
                                                              WHERE u.place <= cardinality(c.conkey)))
                                """).mapTo(String.class).list());

        assertThat(without).isEmpty();
        assertThat(foreignKeys(database)).isGreaterThan(5);
    }

    @Test
    void thereAreNoTimesWithoutAZone(TestDatabase database) {
        List<String> columns = database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                SELECT table_name || '.' || column_name
                                  FROM information_schema.columns
                                 WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'
                                   AND table_name NOT LIKE 'databasechangelog%'
                                """).mapTo(String.class).list());

        assertThat(columns).isEmpty();
    }

    private static long foreignKeys(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT count(*) FROM pg_constraint
                                 WHERE contype = 'f' AND connamespace = 'public'::regnamespace
                                """).mapTo(Long.class).one());
    }

    private static void succeeds(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    /** Everything of ours with its definition; what Liquibase and extensions keep is theirs. */
    private static List<String> objects(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                SELECT c.relkind::text || ' ' || c.relname || ' ' || coalesce(a.attname || ' '
                                       || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull, '')
                                       || coalesce(' ' || pg_get_indexdef(i.indexrelid), '') AS object
                                  FROM pg_class c
                                  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                                  LEFT JOIN pg_index i ON i.indexrelid = c.oid
                                 WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'databasechangelog%'
                                 UNION ALL
                                SELECT 'function ' || p.oid::regprocedure
                                  FROM pg_proc p
                                 WHERE p.pronamespace = 'public'::regnamespace
                                   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
                                 UNION ALL
                                SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
                                  FROM pg_constraint
                                 WHERE connamespace = 'public'::regnamespace
                                   AND conrelid::regclass::text NOT LIKE 'databasechangelog%'
                                 ORDER BY object
                                """).mapTo(String.class).list());
    }
}
