package dev.gatehouse.db.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Gatehouse in a process of its own, so that a test can kill it. */
final class OwnerProcess implements AutoCloseable {
    private final Process process;
    private final long serverPid;

    private OwnerProcess(Process process, long serverPid) {
        this.process = process;
        this.serverPid = serverPid;
    }

    static OwnerProcess of(Path folder) {
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OwnerProcess.class.getName(),
                            folder.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("server ")) {
                    return new OwnerProcess(process, Long.parseLong(line.substring("server ".length())));
                }
            }
            throw new IllegalStateException("the owner ended with " + process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    long serverPid() {
        return serverPid;
    }

    /** As kill -9 does: nothing of its own code runs any more. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(new EmbeddedPostgresConfig(Path.of(arguments[0]), 0, Map.of()));
        System.out.println("server " + postgres.pid());
        Thread.sleep(Long.MAX_VALUE);
    }
}
