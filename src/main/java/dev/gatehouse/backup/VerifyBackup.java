package dev.gatehouse.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.PoolConfig;
import dev.gatehouse.kernel.Secret;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Proves that a backup can be restored: into a database of its own, whose tables are then written out once more and must
 * come out as they went in, and whose audit chain must hold.
 */
public final class VerifyBackup {
    private static final int BUFFER = 1 << 16;

    private final ObjectMapper json;
    private final Function<DatabaseModule, Chain> audit;

    /** What the audit chain of the restored database is like. */
    public record Chain(boolean intact, long seals, long rows, String findings) {}

    /** @param differing tables that did not come out as they went in */
    public record Verdict(RestoreBackup.Restored restored, List<String> differing, Chain chain) {
        public boolean isGood() {
            return differing.isEmpty() && chain.intact();
        }
    }

    /** @param audit verifies the chain of a database that is up to date */
    public VerifyBackup(ObjectMapper json, Function<DatabaseModule, Chain> audit) {
        this.json = json;
        this.audit = audit;
    }

    /** Restores into a database beside the given one, which stays as it is. */
    public Verdict beside(DatabaseModule database, PoolConfig pool, Path file, Secret identity) {
        try (ScratchDatabase scratch = ScratchDatabase.beside(database, pool)) {
            BackupFile.Contents contents =
                    new RestoreBackup(json, List.of()).rowsInto(scratch.module(), file, identity);
            List<String> differing = differing(scratch.module(), contents);
            scratch.module().schema().migrate();
            return new Verdict(RestoreBackup.restored(contents), differing, audit.apply(scratch.module()));
        }
    }

    private static List<String> differing(DatabaseModule database, BackupFile.Contents contents) {
        List<String> differing = new ArrayList<>();
        try (Connection connection = database.connectForLong("-verify");
                Snapshot snapshot = Snapshot.take(connection)) {
            for (int i = 0; i < contents.about().tables().size(); i++) {
                Manifest.Table then = contents.manifest().tables().get(i);
                if (!then.equals(now(snapshot, contents.about().tables().get(i)))) {
                    differing.add(then.name());
                }
            }
            return differing;
        } catch (SQLException | IOException e) {
            throw new BackupException("The restored database cannot be read: " + e.getMessage(), e);
        }
    }

    private static Manifest.Table now(Snapshot snapshot, About.Shape table) throws SQLException, IOException {
        Fingerprint fingerprint = new Fingerprint();
        OutputStream rows = new BufferedOutputStream(fingerprint, BUFFER);
        long count = snapshot.copy(table, rows);
        rows.flush();
        return new Manifest.Table(table.name(), count, fingerprint.bytes(), fingerprint.sha256());
    }
}
