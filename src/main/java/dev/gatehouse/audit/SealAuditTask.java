package dev.gatehouse.audit;

import dev.gatehouse.db.Database;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/seal-audit}: seals what is there now, before a backup for example. */
final class SealAuditTask extends Task {
    private final Database db;
    private final Sealer sealer;
    private final AuditTrail trail;
    private final SealLag lag;

    SealAuditTask(Database db, Sealer sealer, AuditTrail trail, SealLag lag) {
        super("seal-audit");
        this.db = db;
        this.sealer = sealer;
        this.trail = trail;
        this.lag = lag;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        // First, so that the act is sealed together with what it seals.
        db.inTransaction(tx -> {
            trail.record(tx, AuditEvent.of("audit.sealed"));
            return null;
        });
        output.println("sealed rows: " + sealer.seal());
        output.println("unsealed rows: " + lag.rows());
    }
}
