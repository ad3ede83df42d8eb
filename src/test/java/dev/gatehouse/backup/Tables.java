package dev.gatehouse.backup;

import dev.gatehouse.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a database holds, looked at without the code under test. */
final class Tables {
    /** What the backup itself puts on record comes after it; a replica that prepares itself moves the clock. */
    private static final String BESIDES = "audit_logs";

    private Tables() {}

    /** Number and digest of the rows of every table; of the audit, those that are not about backups. */
    static Map<String, String> contents(TestDatabase database) {
        Map<String, String> contents = new TreeMap<>();
        database.jdbi().useHandle(handle -> {
            List<String> tables = handle.createQuery("""
                            SELECT relname FROM pg_class
                             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                               AND relname NOT LIKE 'databasechangelog%' AND relname NOT IN ('audit_clock')
                            """).mapTo(String.class).list();
            for (String table : tables) {
                String rows = table.equals(BESIDES) ? table + " t WHERE action NOT LIKE 'backup.%'" : table + " t";
                contents.put(
                        table,
                        handle.createQuery(
                                        "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM "
                                                + rows)
                                .mapTo(String.class)
                                .one());
            }
            contents.put(
                    "sequences", handle.createQuery("""
                            SELECT string_agg(sequencename || coalesce(last_value, 0), ',' ORDER BY sequencename)
                              FROM pg_sequences WHERE schemaname = 'public'
                            """).mapTo(String.class).one());
        });
        return contents;
    }

    /** Indexes (but for those of partitions, which PostgreSQL names), constraints and triggers. */
    static List<String> definitions(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                SELECT pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid AS definition
                                  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                                 WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
                                UNION ALL
                                SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated
                                  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conparentid = 0
                                UNION ALL
                                SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
                                UNION ALL
                                SELECT inhrelid::regclass || ' ' || pg_get_expr(relpartbound, c.oid)
                                  FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE c.relkind = 'r'
                                 ORDER BY definition
                                """).mapTo(String.class).list());
    }
}
