package dev.gatehouse.maintenance;

import java.time.Instant;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on maintenance: it has one row while writes are refused, and none otherwise. */
interface MaintenanceDao {
    /** {@code null} while it is off. */
    @SqlQuery("SELECT max(since) FROM maintenance")
    Instant since();

    @SqlUpdate("INSERT INTO maintenance (since) VALUES (:now) ON CONFLICT DO NOTHING")
    int begin(Instant now);

    @SqlUpdate("DELETE FROM maintenance")
    int end();
}
