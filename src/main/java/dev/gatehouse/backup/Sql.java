package dev.gatehouse.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of a backup that take names instead of values. */
final class Sql {
    /** Equal values are spelt alike in every session. */
    private static final String SPELLING = """
            SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';
            SET extra_float_digits = 1; SET synchronize_seqscans = off; SET max_parallel_workers_per_gather = 0;
            SET lock_timeout = '30s'
            """;

    private Sql() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static void spellAlike(Connection connection) throws SQLException {
        execute(connection, SPELLING);
    }

    /** A query, since a partitioned table cannot be copied by its name. */
    static String copyOut(About.Shape table) {
        return "COPY (SELECT " + columns(table) + " FROM " + quoted(table.name()) + ") TO STDOUT";
    }

    static String copyIn(About.Shape table) {
        return "COPY " + quoted(table.name()) + " (" + columns(table) + ") FROM STDIN";
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void executeAll(Connection connection, List<String> statements) throws SQLException {
        for (String statement : statements) {
            execute(connection, statement);
        }
    }

    private static String columns(About.Shape table) {
        return table.columns().stream().map(Sql::quoted).collect(Collectors.joining(", "));
    }
}
