package dev.gatehouse.mail;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code POST /tasks/send-test-mail?to=…}: puts a mail into the outbox, to see it arrive. */
final class SendTestMailTask extends Task {
    private final Database db;
    private final AuditTrail audit;
    private final Outbox outbox;

    SendTestMailTask(Storage storage, Outbox outbox) {
        super("send-test-mail");
        this.db = storage.database();
        this.audit = storage.audit();
        this.outbox = outbox;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        List<String> to = parameters.getOrDefault("to", List.of());
        if (to.size() != 1) {
            output.println("say to whom: ?to=somebody@example.com");
            return;
        }
        Letter letter;
        try {
            letter = Letter.of("test-mail").to(to.get(0));
        } catch (IllegalArgumentException e) {
            output.println(e.getMessage());
            return;
        }
        UUID id = db.inTransaction(tx -> {
            UUID posted = outbox.post(tx, letter);
            audit.record(tx, AuditEvent.of("mail.tested").on("mail", posted));
            return posted;
        });
        output.println("in the outbox: " + id);
    }
}
