package dev.gatehouse.backup;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;

/** Puts on record that all data left the database in a file, or came into it from one. */
public final class RecordBackup {
    private final Database db;
    private final AuditTrail trail;

    public RecordBackup(Database db, AuditTrail trail) {
        this.db = db;
        this.trail = trail;
    }

    public void made(TakeBackup.Made made) {
        record(AuditEvent.of("backup.made")
                .with("file", made.file().getFileName().toString())
                .with("rows", made.manifest().rows())
                .with("bytes", made.bytes())
                .with("sha256", made.sha256()));
    }

    public void restored(RestoreBackup.Restored restored) {
        record(AuditEvent.of("backup.restored")
                .with("made_at", restored.createdAt().toString())
                .with("release", restored.release())
                .with("rows", restored.rows()));
    }

    private void record(AuditEvent event) {
        db.inTransaction(tx -> {
            trail.record(tx, event);
            return null;
        });
    }
}
