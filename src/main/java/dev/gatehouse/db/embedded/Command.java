package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** One short-lived program, run to its end: what it said and how it ended. */
record Command(int exitCode, String output) {

    /** @param folder the working folder; it must be one the program's account may enter */
    static Command run(Path folder, List<String> words) {
        try {
            return start(folder, words);
        } catch (IOException e) {
            // Most often: there is no such program. To the caller that is one more way to fail.
            return new Command(127, String.valueOf(e.getMessage()));
        }
    }

    private static Command start(Path folder, List<String> words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        // A PGPORT or PGDATA of the person's shell must not reach our server; its messages are searched in English.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return new Command(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while waiting for PostgreSQL.", e);
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }
}
