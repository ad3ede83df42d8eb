package dev.gatehouse.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables without what makes loading slow or depend on an order: plain indexes, foreign keys, triggers. All of it is
 * taken off and put on again in one transaction.
 */
final class BareTables {
    /** pg_get_indexdef speaks of a partitioned table ONLY; ours shall have the index on every partition. */
    private static final String INDEXES = """
            SELECT format('DROP INDEX %I', c.relname), replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indexrelid
             WHERE c.relnamespace = current_schema()::regnamespace AND NOT c.relispartition
               AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
               AND NOT EXISTS (SELECT 1 FROM pg_depend d
                                WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indrelid AND d.deptype = 'e')
             ORDER BY c.relname
            """;

    private static final String FOREIGN_KEYS = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
              FROM pg_constraint
             WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace
             ORDER BY conrelid::regclass::text, conname
            """;

    private static final String TRIGGERS = """
            SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass),
                   format('ALTER TABLE %s ENABLE TRIGGER USER', tgrelid::regclass)
              FROM pg_trigger t
              JOIN pg_class c ON c.oid = t.tgrelid
             WHERE NOT tgisinternal AND tgparentid = 0 AND c.relnamespace = current_schema()::regnamespace
            """;

    private final List<String> takeOff = new ArrayList<>();
    private final List<String> putOn = new ArrayList<>();

    private BareTables() {}

    static BareTables strip(Connection connection) throws SQLException {
        BareTables bare = new BareTables();
        bare.collect(connection, TRIGGERS);
        bare.collect(connection, FOREIGN_KEYS);
        bare.collect(connection, INDEXES);
        Sql.executeAll(connection, bare.takeOff);
        return bare;
    }

    /** Indexes first: foreign keys are checked with them. */
    void dress(Connection connection) throws SQLException {
        Sql.execute(connection, "SET LOCAL maintenance_work_mem = '256MB'");
        for (int i = putOn.size() - 1; i >= 0; i--) {
            Sql.execute(connection, putOn.get(i));
        }
    }

    private void collect(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                takeOff.add(rows.getString(1));
                putOn.add(rows.getString(2));
            }
        }
    }
}
