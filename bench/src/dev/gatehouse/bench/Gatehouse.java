package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The jar under test on a throw-away embedded PostgreSQL, as `config.yml` sets it but for ports and folder, and but for
 * quotas that nobody reaches: what a limit costs is counted, nobody is turned away.
 */
record Gatehouse(Path home, Path jar, Path config) {
    private static final List<String> MAKE_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Map<String, String> POLICIES = Map.of(
            "ai", "CALLER",
            "anonymous", "ADDRESS",
            "callers", "CALLER",
            "login", "ADDRESS",
            "refresh", "ADDRESS",
            "sign-in-account-from-network", "SUBJECT",
            "sign-in-account", "SUBJECT",
            "sign-in-before-captcha", "SUBJECT",
            "sign-in-network", "SUBJECT");

    /** Beside the class files, so that `make clean` takes everything away. */
    static Gatehouse in(Path target) {
        return new Gatehouse(
                target.resolve("bench/home").toAbsolutePath(),
                target.resolve("app.jar").toAbsolutePath(),
                Path.of("config.yml").toAbsolutePath());
    }

    /** Forgets the database of the run before. */
    void clear() throws IOException {
        if (Files.exists(home)) {
            try (Stream<Path> everything = Files.walk(home)) {
                for (Path path : everything.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(home);
    }

    Service start() throws IOException, InterruptedException {
        return start(List.of());
    }

    /** With the settings of `make run`, unless others were asked for. */
    Service startAsMakeRunDoes() throws IOException, InterruptedException {
        return start(Service.javaOptionsText().isEmpty() ? MAKE_RUN : List.of());
    }

    private Service start(List<String> jvm) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(jvm);
        command.addAll(List.of("-jar", jar.toString(), "server", config.toString()));
        Service service = Service.start(home, "gatehouse", "/health/ready", options(), command);
        service.measuresPostgres(postgres());
        return service;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("-Ddw.database.folder=" + postgres().folder()));
        options.addAll(generousLimits());
        return options;
    }

    /** Quotas that nobody reaches. */
    List<String> generousLimits() {
        List<String> options = new ArrayList<>();
        POLICIES.forEach((name, key) -> {
            options.add("-Ddw.limits.policies." + name + ".key=" + key);
            options.add("-Ddw.limits.policies." + name + ".quotas=900000000/1m");
        });
        return options;
    }

    PostgresFolder postgres() {
        return new PostgresFolder(home.resolve("data/postgres"));
    }
}
