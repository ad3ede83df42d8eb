package dev.gatehouse.sessions;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/rotate-signing-keys} on the admin port; {@code ?now=true} after a leak. */
final class RotateSigningKeysTask extends Task {
    private final SigningKeys keys;

    RotateSigningKeysTask(SigningKeys keys) {
        super("rotate-signing-keys");
        this.keys = keys;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        boolean now = parameters.getOrDefault("now", List.of()).contains("true");
        String kid = keys.rotate(now);
        output.println("New signing key " + kid + (now ? ", signing from now on." : ", published before it signs."));
    }
}
