package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.config.EnvironmentKind;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.PoolConfig;
import dev.gatehouse.db.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at PostgreSQL: is it there, what runs there, is there room for all replicas, does it tell the time that we tell. */
final class DatabaseExamination {
    static final String DATABASE = "database";

    private static final int OLDEST_SERVER = 140_000;
    private static final Duration SKEW_WARNING = Duration.ofSeconds(1);
    private static final Duration SKEW_FAILURE = Duration.ofSeconds(10);
    /** The listener; and one for a command such as a backup, among all of them. */
    private static final int BESIDE_THE_POOL = 1;

    private static final int FOR_COMMANDS = 3;

    private final DatabaseModule database;
    private final GatehouseConfiguration config;
    private final Clock clock;

    DatabaseExamination(DatabaseModule database, GatehouseConfiguration config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> found = new ArrayList<>();
        try (Connection connection = database.connectForLong("-doctor");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(10);
            found.add(server(statement));
            found.add(clock(statement));
            found.add(connections(statement));
            found.add(durability(statement));
        } catch (SQLException e) {
            return List.of(Diagnosis.failure(DATABASE, "cannot be reached: " + e.getMessage()));
        }
        found.add(schema(database.schema().compare()));
        return found;
    }

    private Diagnosis server(Statement statement) throws SQLException {
        long start = System.nanoTime();
        String version = one(statement, "SHOW server_version");
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        String text = "PostgreSQL %s, answers in %d ms".formatted(version, millis);
        return Integer.parseInt(one(statement, "SHOW server_version_num")) < OLDEST_SERVER
                ? Diagnosis.failure(DATABASE, text + "; version 14 or newer is needed")
                : Diagnosis.ok(DATABASE, text);
    }

    /** Tokens, sessions and the audit trail are full of times. */
    private Diagnosis clock(Statement statement) throws SQLException {
        Instant before = clock.instant();
        Instant theirs;
        try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            theirs = row.getObject(1, OffsetDateTime.class).toInstant();
        }
        Duration round = Duration.between(before, clock.instant());
        Duration skew = Duration.between(before.plus(round.dividedBy(2)), theirs);
        String text = String.format(Locale.ROOT, "%+.3f s from that of the database", -skew.toMillis() / 1000.0);
        if (skew.abs().compareTo(SKEW_FAILURE) > 0) {
            return Diagnosis.failure("clock", text + "; is NTP running?");
        }
        return skew.abs().compareTo(SKEW_WARNING) > 0
                ? Diagnosis.warning("clock", text + "; is NTP running?")
                : Diagnosis.ok("clock", text);
    }

    private Diagnosis connections(Statement statement) throws SQLException {
        PoolConfig pool = config.database().pool();
        int replicas = config.replicas();
        int max = Integer.parseInt(one(statement, "SHOW max_connections"));
        int room = max - Integer.parseInt(one(statement, "SHOW superuser_reserved_connections"));
        int needed = replicas * (pool.maxSize() + BESIDE_THE_POOL) + FOR_COMMANDS;
        String text = "%d replicas x (%d of the pool + %d) + %d for commands = %d of %d"
                .formatted(replicas, pool.maxSize(), BESIDE_THE_POOL, FOR_COMMANDS, needed, room);
        if (needed > room) {
            return Diagnosis.failure("connections", text + "; lower database.pool.maxSize or raise max_connections");
        }
        return needed * 5 > room * 4
                ? Diagnosis.warning("connections", text + "; little room for anybody else")
                : Diagnosis.ok("connections", text);
    }

    private static Diagnosis durability(Statement statement) throws SQLException {
        boolean synced = one(statement, "SHOW fsync").equals("on")
                && !one(statement, "SHOW synchronous_commit").equals("off");
        return synced
                ? Diagnosis.ok("durability", "what is acknowledged is on disk")
                : Diagnosis.warning(
                        "durability", "fsync or synchronous_commit is off: a crash loses what was acknowledged");
    }

    private Diagnosis schema(Schema.Difference difference) {
        if (difference.isNewer()) {
            return Diagnosis.failure("schema", "migrated by a later release: " + difference.unknown());
        }
        if (difference.pending().isEmpty()) {
            return Diagnosis.ok("schema", "up to date");
        }
        return config.environment() == EnvironmentKind.DEVELOPMENT
                ? Diagnosis.warning("schema", "the start will run " + difference.pending())
                : Diagnosis.failure("schema", "pending, run `db migrate`: " + difference.pending());
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
