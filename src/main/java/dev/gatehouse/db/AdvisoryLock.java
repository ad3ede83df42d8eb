package dev.gatehouse.db;

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
    PURGE(6);

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
}
