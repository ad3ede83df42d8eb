package dev.gatehouse.files;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/move-files}: brings everything from {@code files.former} into the store of today. */
final class MoveFilesTask extends Task {
    private final Storage storage;
    private final MoveFiles move;

    MoveFilesTask(Storage storage, MoveFiles move) {
        super("move-files");
        this.storage = storage;
        this.move = move;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        long moved = move.run();
        storage.database().inTransaction(tx -> {
            storage.audit().record(tx, AuditEvent.of("file.moved").with("files", moved));
            return null;
        });
        output.println("files moved: " + moved);
    }
}
