package dev.gatehouse.ops;

import dev.gatehouse.Modules;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Tally;
import dev.gatehouse.roles.ImportOriginalRoles;
import dev.gatehouse.users.ImportOriginalUsers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings an installation of the original over in one transaction: all of it or nothing. A dry run does the same and
 * then takes it back, so it says exactly what the import would say.
 */
final class ImportOriginal {
    private static final int BATCH = 500;

    private final Database db;
    private final AuditTrail audit;
    private final ImportOriginalRoles roles;
    private final ImportOriginalUsers users;

    ImportOriginal(Modules modules) {
        this.db = modules.foundations().storage().database();
        this.audit = modules.foundations().storage().audit();
        this.roles = modules.accounts().roles().importOriginal();
        this.users = modules.accounts().users().importOriginal();
    }

    /** Takes a dry run back. */
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ImportReport report;

        TakenBack(ImportReport report) {
            super(null, null, false, false);
            this.report = report;
        }
    }

    ImportReport run(OriginalDatabase original, boolean dryRun) {
        try {
            return db.inTransaction(tx -> {
                ImportReport report = write(tx, original, dryRun);
                if (dryRun) {
                    throw new TakenBack(report);
                }
                audit.record(tx, AuditEvent.of("original.imported").with("counts", report.counts()));
                return report;
            });
        } catch (TakenBack dry) {
            return dry.report;
        }
    }

    private ImportReport write(Tx tx, OriginalDatabase original, boolean dryRun) {
        Map<String, Tally> tables = new LinkedHashMap<>();
        tables.put("permissions", ImportOriginalRoles.newPermissionTally());
        tables.put("roles", ImportOriginalRoles.newRoleTally());
        tables.put("users", ImportOriginalUsers.newUserTally());
        tables.put("user_roles", ImportOriginalUsers.newAssignmentTally());
        Map<Long, Long> roleIds = roles.run(tx, original.roles(), tables.get("permissions"), tables.get("roles"));
        if (!dryRun) {
            roles.raiseSequences(tx);
            users.reserveIds(tx, original.largestUserId());
        }
        original.users(BATCH, batch -> users.run(tx, batch, roleIds, tables.get("users"), tables.get("user_roles")));
        return new ImportReport(dryRun, tables);
    }
}
