package dev.gatehouse.files;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on what the scanner said of files, and which it is to look at. */
interface ScanDao {
    /** A file in the hands of this process. */
    record Taken(UUID id, int attempts) {}

    /** Whom to tell what was found. */
    record Owner(String email, String firstName, String locale) {}

    /** Takes one that is due, new ones first; it comes again at {@code lease} if nobody says what became of it. */
    @SqlQuery("""
            UPDATE files SET scan_due_at = :lease, scan_attempts = scan_attempts + 1
             WHERE id = (SELECT id FROM files WHERE scan_due_at <= :now
                          ORDER BY scan_status = 'pending' DESC, scan_due_at
                          LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, scan_attempts AS attempts
            """)
    @RegisterConstructorMapper(Taken.class)
    Optional<Taken> take(Instant now, Instant lease);

    @SqlUpdate("UPDATE files SET scan_status = :status, scan_due_at = :dueAt WHERE id = :id")
    void waiting(UUID id, String status, Instant dueAt);

    @SqlUpdate("""
            UPDATE files SET scan_status = 'clean', scan_due_at = NULL, scan_attempts = 0, scanned_at = :at,
                             scanned_with = :with
             WHERE id = :id
            """)
    void clean(UUID id, Instant at, String with);

    @SqlUpdate("""
            UPDATE files SET scan_status = 'infected', scan_due_at = NULL, scan_attempts = 0, scanned_at = :at,
                             scanned_with = :with, scan_finding = :finding, blob_key = NULL
             WHERE id = :id
            """)
    void infected(UUID id, Instant at, String with, String finding);

    /** Those that were scanned with other signatures, or never; a part of them at a time. */
    @SqlUpdate("""
            UPDATE files SET scan_due_at = :now, scan_attempts = 0
             WHERE id IN (SELECT id FROM files
                           WHERE scan_status IN ('clean', 'not_scanned') AND scan_due_at IS NULL
                             AND scanned_with IS DISTINCT FROM :version
                           LIMIT :limit)
            """)
    int dueForVersion(Instant now, String version, int limit);

    @SqlUpdate("UPDATE files SET scan_due_at = :now, scan_attempts = 0 WHERE blob_key IS NOT NULL")
    int allDue(Instant now);

    @SqlQuery("SELECT count(*) FROM files WHERE scan_status = 'pending'")
    long pending();

    @SqlQuery("SELECT email, first_name, locale FROM users WHERE id = :userId")
    @RegisterConstructorMapper(Owner.class)
    Optional<Owner> owner(long userId);
}
