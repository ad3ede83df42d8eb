package dev.gatehouse.files;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/rescan-files}: has every file scanned again, as if the scanner had new signatures. */
final class RescanFilesTask extends Task {
    private final Storage storage;
    private final Clock clock;
    private final Runnable bell;

    /** @param bell {@code null} if nobody scans */
    RescanFilesTask(Storage storage, Clock clock, Runnable bell) {
        super("rescan-files");
        this.storage = storage;
        this.clock = clock;
        this.bell = bell;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        if (bell == null) {
            output.println("no scanner is configured (files.scanner)");
            return;
        }
        int due = storage.database().inTransaction(tx -> {
            int files = tx.dao(ScanDao.class).allDue(clock.instant());
            storage.audit().record(tx, AuditEvent.of("file.rescan_requested").with("files", files));
            tx.afterCommit(bell);
            return files;
        });
        output.println("files to be scanned: " + due);
    }
}
