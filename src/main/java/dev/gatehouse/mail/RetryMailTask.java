package dev.gatehouse.mail;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/retry-mail}: tries every dead letter again, after the mail server was repaired. */
final class RetryMailTask extends Task {
    private final ManageOutbox outbox;

    RetryMailTask(ManageOutbox outbox) {
        super("retry-mail");
        this.outbox = outbox;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        output.println("dead letters to be tried again: " + outbox.replayDead());
    }
}
