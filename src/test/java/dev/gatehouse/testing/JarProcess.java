package dev.gatehouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * The jar as people start it, in a process of its own: {@code new JarProcess().with("sampleData", "false").start()}.
 * Configured by a file that ships; with config.yml everything it keeps, its PostgreSQL included, lies in a folder that
 * is deleted in the end. Ports and folder stay the same over restarts.
 */
public final class JarProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Some copy a whole database. */
    private static final Duration COMMAND_PATIENCE = Duration.ofMinutes(10);

    private Path jar = Path.of(System.getProperty("app.jar", "target/app.jar"));
    private String config;
    private final Path folder;
    private final Map<String, String> environment;
    private final int port = freePort();
    private final int adminPort = freePort();
    private final List<String> javaOptions = new ArrayList<>();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private Process process;

    /** How a command ended and what it wrote. */
    public record Outcome(int exitCode, String out, String err) {}

    public JarProcess() {
        this(freshFolder());
    }

    /** @param folder for everything it keeps; made by the caller, deleted by {@link #close} */
    public JarProcess(Path folder) {
        this("config.yml", Map.of(), folder);
        with("database.folder", folder.resolve("postgres").toString());
        with("masterKeyFile", folder.resolve("master.key").toString());
        with("files.type", "disk");
        with("files.folder", folder.resolve("files").toString());
        with("search.folder", folder.resolve("index").toString());
        with("mail.folder", folder.resolve("mail").toString());
        with("limits.enabled", "false");
        with("publicUrl", "http://localhost:" + port);
    }

    private JarProcess(String config, Map<String, String> environment, Path folder) {
        this.config = config;
        this.environment = environment;
        this.folder = folder;
        with("server.applicationConnectors[0].port", Integer.toString(port));
        with("server.applicationConnectors[0].bindHost", "127.0.0.1");
        with("server.adminConnectors[0].port", Integer.toString(adminPort));
    }

    /** As in production: everything it keeps is elsewhere, and {@code environment} says where. */
    public static JarProcess inProduction(Map<String, String> environment) {
        return new JarProcess("config-prod.yml", environment, freshFolder());
    }

    /** Overrides a value of config.yml from the next start on. */
    public JarProcess with(String path, String value) {
        overrides.put(path, value);
        if (path.equals("mail.type")) {
            overrides.remove("mail.folder");
        }
        return this;
    }

    /** Adds an option of the JVM, such as {@code -Xmx160m}, from the next start on. */
    public JarProcess java(String option) {
        javaOptions.add(option);
        return this;
    }

    /** Starts the service and waits until it is ready. */
    public JarProcess start() {
        return launch().awaitReadiness();
    }

    public JarProcess awaitReadiness() {
        await("readiness", () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The service ended with " + process.exitValue() + ":\n" + output());
            }
            return isReady();
        });
        return this;
    }

    /** Starts the service and waits for nothing. */
    public JarProcess launch() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("It runs already, as " + process.pid());
        }
        process = spawn(folder.resolve("output.log"), folder.resolve("output.log"), "server", config);
        return this;
    }

    /** Another release of the jar, with the configuration that it understands, from the next start on. */
    public JarProcess of(Path otherJar, String otherConfig) {
        jar = otherJar;
        config = otherConfig;
        return this;
    }

    /** Begins another command and does not wait for it. */
    public Process begin(String... arguments) {
        Path log = folder.resolve("begun.log");
        return spawn(log, log, arguments);
    }

    /** Runs another command of the jar on the same data, beside the service or instead of it. */
    public Outcome run(String... arguments) {
        try {
            Path out = Files.createTempFile(folder, "command", ".out");
            Path err = Files.createTempFile(folder, "command", ".err");
            Process command = spawn(out, err, arguments);
            if (!command.waitFor(COMMAND_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                command.destroyForcibly().waitFor();
                throw new IllegalStateException(String.join(" ", arguments) + " does not end:\n" + read(err));
            }
            return new Outcome(command.exitValue(), read(out), read(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Speaks to the application port as nobody. */
    public Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port));
    }

    /** Speaks to the admin port. */
    public Api admin() {
        return new Api(URI.create("http://127.0.0.1:" + adminPort)).undescribed();
    }

    public int port() {
        return port;
    }

    public int adminPort() {
        return adminPort;
    }

    /** The file that it is configured by, for commands. */
    public String config() {
        return config;
    }

    public Path folder() {
        return folder;
    }

    public long pid() {
        return process.pid();
    }

    /** Of the postmaster; its children are the connections. */
    public long postgresPid() {
        return Long.parseLong(read(folder.resolve("postgres/cluster/postmaster.pid"))
                .lines()
                .findFirst()
                .orElseThrow());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean isReady() {
        try {
            return api().get("/health/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Its embedded PostgreSQL, for looking behind the scenes. */
    public Jdbi jdbi() {
        Path postgres = folder.resolve("postgres");
        String url =
                "jdbc:postgresql://127.0.0.1:" + read(postgres.resolve("port")).strip() + "/gatehouse";
        return Jdbi.create(url, "gatehouse", read(postgres.resolve("password")).strip());
    }

    /** Everything that the service has written since the first start. */
    public String output() {
        return read(folder.resolve("output.log"));
    }

    /** {@code kill -9} of the JVM; PostgreSQL is left an orphan. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            waitForEnd(PATIENCE);
        }
    }

    /** {@code kill -9} of PostgreSQL, connections and all. */
    public void killPostgres() {
        runningPostgres().ifPresent(postmaster -> {
            List<ProcessHandle> children = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            await("the end of PostgreSQL", () -> !postmaster.isAlive());
        });
    }

    /** By now somebody else may have the pid that an old file tells. */
    private Optional<ProcessHandle> runningPostgres() {
        return ProcessHandle.of(postgresPid()).filter(process -> process.info()
                .commandLine()
                .filter(line -> line.contains(folder.toString()))
                .isPresent());
    }

    /** SIGTERM; does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** @return the exit code */
    public int waitForEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The service still runs after " + patience + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for something that happens by itself. */
    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("No " + what + " after " + PATIENCE);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /** Ends whatever still runs and deletes the folder. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            terminate();
            try {
                waitForEnd(Duration.ofSeconds(30));
            } catch (IllegalStateException e) {
                kill();
            }
        }
        // Gone after an orderly end; an orphan after a kill.
        if (Files.exists(folder.resolve("postgres/cluster/postmaster.pid"))) {
            killPostgres();
        }
        deleteFolder();
    }

    private Process spawn(Path out, Path err, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        overrides.forEach((path, value) -> command.add("-Ddw." + path + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Under target, and open to the account that root runs PostgreSQL as. */
    private static Path freshFolder() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            Path folder = Files.createTempDirectory(target, "jar-");
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteFolder() {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
