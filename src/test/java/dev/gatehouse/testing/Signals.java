package dev.gatehouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** Makes processes stand still and go on: a dependency that hangs, not one that is gone. */
final class Signals {
    private Signals() {}

    static void pause(ProcessHandle process) {
        send("STOP", Stream.concat(Stream.of(process), process.descendants()));
    }

    static void resume(ProcessHandle process) {
        send("CONT", Stream.concat(process.descendants(), Stream.of(process)));
    }

    private static void send(String signal, Stream<ProcessHandle> processes) {
        String pids = String.join(
                " ", processes.map(each -> Long.toString(each.pid())).toList());
        try {
            // A child may have ended between the count and the signal.
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
