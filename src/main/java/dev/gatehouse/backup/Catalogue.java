package dev.gatehouse.backup;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL says about our schema: tables, partitions, sequences, and what was run on it. */
final class Catalogue {
    /** What extensions keep for themselves is theirs. */
    private static final String OURS = """
            c.relnamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT 1 FROM pg_depend d
                             WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    private static final String TABLES = """
            SELECT c.relname,
                   array_agg(a.attname::text ORDER BY a.attname) FILTER (WHERE a.attgenerated = '')
              FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'databasechangelog%%'
               AND %s
             GROUP BY c.oid, c.relname
             ORDER BY c.relname
            """.formatted(OURS);

    private static final String PARTITIONS = """
            SELECT c.relname, i.inhparent::regclass::text, pg_get_expr(c.relpartbound, c.oid)
              FROM pg_class c
              JOIN pg_inherits i ON i.inhrelid = c.oid
             WHERE c.relkind = 'r' AND c.relispartition AND %s
             ORDER BY c.relname
            """.formatted(OURS);

    private static final String SEQUENCES = """
            SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' AND %s ORDER BY c.relname
            """.formatted(OURS);

    private static final String ANYTHING = """
            SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND %s ORDER BY c.relname
            """.formatted(OURS);

    private final Connection connection;

    /** Makes something of a row. */
    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    Catalogue(Connection connection) {
        this.connection = connection;
    }

    List<About.Shape> tables() throws SQLException {
        return query(TABLES, row -> new About.Shape(row.getString(1), names(row.getArray(2))));
    }

    List<About.Partition> partitions() throws SQLException {
        return query(PARTITIONS, row -> new About.Partition(row.getString(1), row.getString(2), row.getString(3)));
    }

    /** Where the sequences stand now; they know no transactions, so this is where they stood then, or further. */
    List<Manifest.Sequence> sequences() throws SQLException {
        List<Manifest.Sequence> sequences = new ArrayList<>();
        for (String name : query(SEQUENCES, row -> row.getString(1))) {
            sequences.addAll(query(
                    "SELECT last_value, is_called FROM " + Sql.quoted(name),
                    row -> new Manifest.Sequence(name, row.getLong(1), row.getBoolean(2))));
        }
        return sequences;
    }

    List<String> changeSets() throws SQLException {
        return query("SELECT id FROM databasechangelog ORDER BY orderexecuted", row -> row.getString(1));
    }

    /** Whatever is there, of ours or somebody else's. */
    List<String> relations() throws SQLException {
        return query(ANYTHING, row -> row.getString(1));
    }

    String serverVersion() throws SQLException {
        return query("SHOW server_version", row -> row.getString(1)).get(0);
    }

    private <T> List<T> query(String sql, Row<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    private static List<String> names(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
