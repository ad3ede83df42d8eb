package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service running in a JVM of its own: the bare one, or Gatehouse with its PostgreSQL. */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final Path log;
    /** Null for a service without a database. */
    private PostgresFolder postgres;

    private Service(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts `java JAVA_OPTS command…` in a folder, with the ports as Dropwizard's own overrides, and waits for 200. */
    static Service start(Path folder, String name, String readyPath, List<String> options, List<String> command)
            throws IOException, InterruptedException {
        return start(folder, name, readyPath, options, command, List.of());
    }

    /** The same with something in front of the command, such as a {@link Cage}. */
    static Service start(
            Path folder,
            String name,
            String readyPath,
            List<String> options,
            List<String> command,
            List<String> prefix)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> words = new ArrayList<>(prefix);
        words.add(java());
        words.addAll(javaOptions());
        words.add("-Ddw.server.applicationConnectors[0].port=" + port);
        words.add("-Ddw.server.adminConnectors[0].port=" + freePort());
        words.addAll(options);
        words.addAll(command);
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Service service = new Service(process, port, log);
        // Also when the bench itself is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        service.awaitReady(readyPath);
        return service;
    }

    int port() {
        return port;
    }

    HttpConnection connect() {
        return new HttpConnection(port);
    }

    void measuresPostgres(PostgresFolder folder) {
        this.postgres = folder;
    }

    /** CPU-seconds since the start. */
    Cpu cpu() {
        return new Cpu(
                ProcFile.cpuSeconds(process.pid()),
                ProcFile.cpuSecondsOfCompilers(process.pid()),
                postgres == null ? 0 : ProcFile.cpuSecondsOfTree(postgres.pid()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    double residentMebibytes() {
        return ProcFile.residentMebibytes(process.pid());
    }

    /** Ends it as an operator would, and only then otherwise. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static String javaOptionsText() {
        String options = System.getenv("JAVA_OPTS");
        return options == null ? "" : options.strip();
    }

    private static List<String> javaOptions() {
        return javaOptionsText().isEmpty()
                ? List.of()
                : List.of(javaOptionsText().split("\\s+"));
    }

    /** The one that runs the bench: `--java` has chosen it. */
    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(path)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException("%s did not become ready; the end of %s:%n%s".formatted(path, log, lastLines()));
            }
            Thread.sleep(20);
        }
    }

    private boolean answers(String path) {
        try (HttpConnection connection = connect()) {
            return connection.exchange(Request.get(path, null)).succeeded();
        } catch (IOException e) {
            return false;
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
