package dev.gatehouse.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * The schema that this jar needs and how far the database is from it.
 *
 * <p>Asking costs one query; Liquibase itself, slow to wake up, runs only when something is pending.
 */
public final class Schema {
    private final Jdbi jdbi;
    private final DatabaseEndpoint endpoint;
    private final PoolConfig pool;
    private final List<String> changeSets = ChangeSets.ids();

    public Schema(Jdbi jdbi, DatabaseEndpoint endpoint, PoolConfig pool) {
        this.jdbi = jdbi;
        this.endpoint = endpoint;
        this.pool = pool;
    }

    /** How the database differs from what the jar needs. */
    public record Difference(List<String> pending, List<String> unknown) {
        /** Change sets that were run by a later release. */
        public boolean isNewer() {
            return !unknown.isEmpty();
        }
    }

    /** Looks once at what ran. */
    public Difference compare() {
        List<String> ran = applied();
        return new Difference(
                changeSets.stream().filter(id -> !ran.contains(id)).toList(),
                ran.stream().filter(id -> !changeSets.contains(id)).toList());
    }

    /** Change sets of this jar that the database has not seen, in the order in which they will run. */
    public List<String> pending() {
        return compare().pending();
    }

    /** Runs what is pending; replicas that start together wait for each other on Liquibase's lock. */
    public void migrate() {
        try (Connection connection = endpoint.connect(pool.unboundedProperties("-migration"))) {
            Migration.run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be migrated: " + e.getMessage(), e);
        }
    }

    /** Which of these change sets the jar does not have. */
    public static List<String> unknownAmong(Collection<String> ids) {
        List<String> known = ChangeSets.ids();
        return ids.stream().filter(id -> !known.contains(id)).toList();
    }

    /**
     * Makes the schema of an earlier time, inside the transaction that is open on the connection.
     *
     * @param ids the change sets that had run then
     */
    public static void make(Connection connection, Collection<String> ids) {
        Migration.runWithin(connection, ids);
    }

    private List<String> applied() {
        return jdbi.withHandle(handle -> {
            boolean everMigrated = handle.createQuery("SELECT to_regclass('databasechangelog') IS NOT NULL")
                    .mapTo(Boolean.class)
                    .one();
            return everMigrated
                    ? handle.createQuery("SELECT id FROM databasechangelog ORDER BY orderexecuted")
                            .mapTo(String.class)
                            .list()
                    : List.<String>of();
        });
    }
}
