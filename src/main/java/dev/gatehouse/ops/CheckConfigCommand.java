package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code check}: names everything in a configuration that is missing or unsafe, at once. */
public final class CheckConfigCommand extends CheckCommand<GatehouseConfiguration> {
    public CheckConfigCommand(Application<GatehouseConfiguration> application) {
        super(application);
    }

    /** It was read and validated on the way here. */
    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    protected void run(
            Bootstrap<GatehouseConfiguration> bootstrap, Namespace arguments, GatehouseConfiguration config) {
        System.out.println("The configuration is complete, and safe for " + name(config));
    }

    private static String name(GatehouseConfiguration config) {
        return config.environment().name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable error) {
        CommandLine.complain(cli, error);
    }
}
