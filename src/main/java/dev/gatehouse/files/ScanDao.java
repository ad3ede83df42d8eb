package dev.gatehouse.files;

import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on what the scanner said of files. */
interface ScanDao {
    @SqlUpdate("UPDATE files SET scan_status = :status WHERE id = :id")
    void released(UUID id, String status);
}
