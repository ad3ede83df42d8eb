package dev.gatehouse.audit;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on audit_logs. Rows are only ever added. */
interface AuditDao {
    @SqlUpdate("INSERT INTO audit_logs " + AuditRow.COLUMNS + " VALUES (" + AuditRow.VALUES + ")")
    void insert(@BindMethods("a") AuditRow row);
}
