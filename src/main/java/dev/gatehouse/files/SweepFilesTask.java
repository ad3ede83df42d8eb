package dev.gatehouse.files;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import io.dropwizard.servlets.tasks.Task;
import io.dropwizard.util.Duration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /tasks/sweep-files}: removes what interrupted uploads and deletions have left, and reports whether rows
 * and bytes agree. {@code ?unclaimed=0s} does not wait for uploads that may still be running.
 */
final class SweepFilesTask extends Task {
    private final Storage storage;
    private final CheckFiles check;

    SweepFilesTask(Storage storage, CheckFiles check) {
        super("sweep-files");
        this.storage = storage;
        this.check = check;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        List<String> asked = parameters.getOrDefault("unclaimed", List.of());
        java.time.Duration unclaimed = asked.isEmpty()
                ? UploadFile.UNCLAIMED
                : Duration.parse(asked.get(0)).toJavaDuration();
        CheckFiles.Report report = check.run(unclaimed);
        storage.database().inTransaction(tx -> {
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("file.swept")
                                    .with("files", report.files())
                                    .with("missing", report.missing())
                                    .with("unknown", report.unknown())
                                    .with("removed", report.removed()));
            return null;
        });
        report.lines().forEach((what, count) -> output.println(what + ": " + count));
    }
}
