package dev.gatehouse.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The locks that replicas agree on through PostgreSQL; each guards one decision that must be taken one at a time. */
public enum AdvisoryLock {
    /** Who may stop being an administrator. */
    ADMINISTRATORS(1),
    /** Which permissions and default roles exist at boot. */
    CATALOGUE(2),
    /** Which key signs access tokens. */
    SIGNING_KEYS(3),
    /** Who chains new audit rows. */
    AUDIT_SEAL(4),
    /** Who creates and drops audit partitions. */
    AUDIT_PARTITIONS(5),
    /** Who deletes what has expired. */
    PURGE(6),
    /** Who copies the whole database. */
    BACKUP(7),
    /** Who makes the tables of the vectors that replicas share. */
    SHARED_VECTORS(8);

    /** Stays clear of Liquibase and of other applications in the same database. */
    private static final long BASE = 0x6761_7465_0000_0000L;

    /** Must never change: replicas of two releases run side by side. */
    private final int number;

    AdvisoryLock(int number) {
        this.number = number;
    }

    long key() {
        return BASE + number;
    }

    /** Takes it for as long as the connection lives, if nobody holds it. */
    public boolean tryHold(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, key());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
