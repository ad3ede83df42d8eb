package dev.gatehouse.testing;

import dev.gatehouse.GatehouseApplication;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.ops.Incomplete;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.util.JarLocation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs commands of the application inside this process: {@code Console.on(database).run("db", "migrate")}. */
public final class Console {
    private final List<ConfigOverride> overrides;

    private Console(List<ConfigOverride> overrides) {
        this.overrides = new ArrayList<>(overrides);
    }

    public static Console on(TestDatabase database) {
        return new Console(database.overrides());
    }

    /** For commands that bring their own configuration, or need none. */
    public static Console alone() {
        return new Console(List.of());
    }

    /** Overrides a value of the configuration. */
    public Console with(String path, String value) {
        overrides.add(ConfigOverride.config(path, value));
        return this;
    }

    /** For commands that take the configuration file, which need not be named. */
    public JarProcess.Outcome run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "src/test/resources/config-test.yml";
        return runAsIs(all);
    }

    public JarProcess.Outcome runAsIs(String... arguments) {
        overrides.forEach(ConfigOverride::addToSystemProperties);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        try (PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            System.setOut(printed);
            int exitCode = run(out, err, arguments);
            return new JarProcess.Outcome(exitCode, text(out), text(err));
        } finally {
            System.setOut(usual);
            overrides.forEach(ConfigOverride::removeFromSystemProperties);
        }
    }

    private static int run(ByteArrayOutputStream out, ByteArrayOutputStream err, String... arguments) {
        GatehouseApplication application = new GatehouseApplication();
        Bootstrap<GatehouseConfiguration> bootstrap = new Bootstrap<>(application);
        application.addDefaultCommands(bootstrap);
        application.initialize(bootstrap);
        return new Cli(new JarLocation(GatehouseApplication.class), bootstrap, out, err)
                .run(arguments)
                .map(Incomplete::exitCode)
                .orElse(0);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
